package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.vault.audit.Device;
import io.nhigovernor.connectors.vault.database.OwnVisit;
import io.nhigovernor.connectors.vault.discovery.VaultDiscovery;
import io.nhigovernor.connectors.vault.kv.KvDelivery;
import io.nhigovernor.connectors.vault.kv.KvDelivery.Place;
import io.nhigovernor.connectors.vault.logins.KnownRoles;
import io.nhigovernor.connectors.vault.logins.LoginWatch;
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
import java.util.stream.Stream;

/** An opened Vault. */
final class VaultConnector implements Connector {
    private final Vault vault;
    private final Kinds kinds;
    private final Delivery delivery;
    private final Verifier verifier;
    private final KnownSecretIds secretIds;
    private final KnownRoles roles;
    private final List<SignalSource> sources;

    VaultConnector(Vault vault) {
        this.vault = vault;
        var devices = vault.configuration().auditDevices();
        secretIds = new KnownSecretIds(new DeviceHashes(
                vault.gateway(), devices.stream().map(Device::name).toList()));
        var pinned = new PinnedFetches(vault.clock());
        roles = new KnownRoles(vault.configuration().loginLog().isPresent());
        this.kinds = new Kinds(vault, this::kept, secretIds, roles);
        this.delivery = new KvDelivery(this::place, vault.kept(), pinned);
        this.sources = Stream.concat(audit(devices, pinned).stream(), logins().stream())
                .toList();
        this.verifier = new VaultVerifier(kinds);
    }

    private Optional<SignalSource> audit(List<Device> devices, PinnedFetches pinned) {
        return devices.isEmpty()
                ? Optional.empty()
                : Optional.of(new AuditWatch(
                        vault.configuration().auditSource(),
                        vault.gateway(),
                        devices,
                        secretIds,
                        pinned,
                        vault.clock()));
    }

    private Optional<SignalSource> logins() {
        var configuration = vault.configuration();
        return configuration
                .loginLog()
                .flatMap(log -> configuration
                        .database()
                        .map(login -> new LoginWatch(log, roles, new OwnVisit(login), vault.clock())));
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

    /**
     * Reading it once lets the logins of a credential be known by what is accepted; until then those to an AppRole are known by the
     * role alone, and those to a database not at all.
     */
    @Override
    public void know(List<Credential> credentials) {
        if (secretIds.listens()) {
            var appRoles = ours(credentials, CredentialKind.APPROLE);
            appRoles.forEach(credential -> secretIds.own(
                    credential, Settings.mount(credential.verifier(), "approle"), Settings.role(credential)));
            appRoles.forEach(verifier::read);
        }
        if (roles.listens()) {
            ours(credentials, CredentialKind.DATABASE).forEach(verifier::read);
        }
    }

    private static List<Credential> ours(List<Credential> credentials, CredentialKind kind) {
        return credentials.stream()
                .filter(credential -> credential.kind() == kind
                        && credential.verifier().connector().equals(VaultConnectorFactory.NAME))
                .toList();
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
