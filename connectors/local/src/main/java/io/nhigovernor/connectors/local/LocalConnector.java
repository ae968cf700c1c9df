package io.nhigovernor.connectors.local;

import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.SignalSource;
import io.nhigovernor.spi.Verifier;
import java.util.List;

/** An opened home. Relying parties push their own signals, so it brings no source. */
final class LocalConnector implements Connector {
    private final Verifier verifier;
    private final Delivery delivery;

    LocalConnector(LocalHome home) {
        verifier = new LocalVerifier(home);
        delivery = new LocalDelivery(home);
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
    public void close() {
        // Nothing stays open between calls: locks, files and connections live as long as one verb.
    }
}
