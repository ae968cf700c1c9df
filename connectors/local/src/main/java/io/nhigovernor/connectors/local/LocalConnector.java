package io.nhigovernor.connectors.local;

import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.SignalSource;
import io.nhigovernor.spi.Verifier;
import java.util.List;
import java.util.Optional;

/** An opened home. Relying parties push their own signals, so it brings no source. */
final class LocalConnector implements Connector {
    private final Verifier verifier;
    private final Delivery delivery;
    private final Enrolment enrolment;

    LocalConnector(LocalHome home) {
        verifier = new LocalVerifier(home);
        delivery = new LocalDelivery(home);
        enrolment = LocalEnrolment.in(home);
    }

    @Override
    public Verifier verifier() {
        return verifier;
    }

    @Override
    public Delivery delivery() {
        return delivery;
    }

    @Override
    public List<SignalSource> signalSources() {
        return List.of();
    }

    @Override
    public Optional<Enrolment> enrolment() {
        return Optional.of(enrolment);
    }

    @Override
    public void close() {
        // Nothing stays open between calls: locks, files and connections live as long as one verb.
    }
}
