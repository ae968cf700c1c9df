package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.vault.audit.Device;
import io.nhigovernor.connectors.vault.discovery.VaultDiscovery;
import io.nhigovernor.connectors.vault.kv.KvDelivery;
import io.nhigovernor.connectors.vault.kv.KvDelivery.Place;
import io.nhigovernor.connectors.vault.watch.AuditWatch;
import io.nhigovernor.connectors.vault.watch.DeviceHashes;
import io.nhigovernor.connectors.vault.watch.KnownSecretIds;
import io.nhigovernor.connectors.vault.watch.PinnedFetches;
import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Discovery;
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
    private final KnownSecretIds secretIds;
    private final List<SignalSource> sources;

    VaultConnector(Vault vault) {
        this.vault = vault;
        var devices = vault.configuration().auditDevices();
        secretIds = new KnownSecretIds(new DeviceHashes(
                vault.gateway(), devices.stream().map(Device::name).toList()));
        var pinned = new PinnedFetches(vault.clock());
        this.kinds = new Kinds(vault, this::kept, secretIds);
        this.delivery = new KvDelivery(this::place, vault.kept(), pinned);
        this.sources = devices.isEmpty()
                ? List.of()
                : List.of(new AuditWatch(
                        vault.configuration().auditSource(),
                        vault.gateway(),
                        devices,
                        secretIds,
                        pinned,
                        vault.clock()));
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
        return sources;
    }

    /** Reading a role once lets its logins be known by what is accepted there; until then they are known by the role alone. */
    @Override
    public void know(List<Credential> credentials) {
        if (sources.isEmpty()) {
            return;
        }
        var appRoles = credentials.stream()
                .filter(credential -> credential.kind() == CredentialKind.APPROLE
                        && credential.verifier().connector().equals(VaultConnectorFactory.NAME))
                .toList();
        appRoles.forEach(credential ->
                secretIds.own(credential, Settings.mount(credential.verifier(), "approle"), Settings.role(credential)));
        appRoles.forEach(verifier::read);
    }

    @Override
    public Optional<Discovery> discovery() {
        var configuration = vault.configuration();
        return Optional.of(new VaultDiscovery(
                vault.gateway(),
                configuration.auditDevices(),
                configuration.keepMount() + "/" + configuration.keepFolder()));
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
