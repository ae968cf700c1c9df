package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.vault.kv.KvDelivery;
import io.nhigovernor.connectors.vault.kv.KvDelivery.Place;
import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.SignalSource;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Verifier;
import java.util.List;
import java.util.Optional;

/** An opened Vault. */
final class VaultConnector implements Connector {
    private final Vault vault;
    private final Kinds kinds;
    private final Delivery delivery;
    private final Verifier verifier;

    VaultConnector(Vault vault) {
        this.vault = vault;
        this.kinds = new Kinds(vault, this::kept);
        this.delivery = new KvDelivery(this::place, vault.kept(), (mount, path, versions) -> List.of());
        this.verifier = new VaultVerifier(kinds);
    }

    Vault vault() {
        return vault;
    }

    Kinds kinds() {
        return kinds;
    }

    Place place(Target target) {
        return new Place(
                vault.store(Settings.mount(target.credential().delivery(), "secret")),
                Settings.path(target),
                kinds.of(target.credential()).form(target.credential()));
    }

    /** A value that any of its holders has kept: all have the same. */
    private Reading<Optional<Material>> kept(Credential credential, Fingerprint generation) {
        Reading<Optional<Material>> last = Reading.known(Optional.empty());
        for (var holder : credential.holders()) {
            last = delivery.fetch(new Target(credential, holder), generation);
            if (last instanceof Reading.Known<Optional<Material>> known
                    && known.value().isPresent()) {
                return last;
            }
        }
        return last;
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
        return Optional.of(new VaultEnrolment(this, vault.clock()));
    }

    @Override
    public void close() {
        vault.close();
    }
}
