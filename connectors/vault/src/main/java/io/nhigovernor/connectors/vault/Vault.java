package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.parts.keys.StoreKey;
import io.nhigovernor.connectors.parts.keys.StoreKeys;
import io.nhigovernor.connectors.vault.accept.AcceptDocuments;
import io.nhigovernor.connectors.vault.accept.Register;
import io.nhigovernor.connectors.vault.gateway.TlsContext;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.connectors.vault.kv.KeptValues;
import io.nhigovernor.connectors.vault.kv.KvStore;
import io.nhigovernor.connectors.vault.kv.PathNames;
import io.nhigovernor.spi.Credential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One Vault as the governor knows it: everything that its parts share. */
record Vault(
        VaultConfiguration configuration,
        VaultGateway gateway,
        VaultGateway destroyer,
        StoreKey key,
        List<X509Certificate> partyAuthorities,
        List<X509Certificate> partyTrust,
        InstantSource clock)
        implements AutoCloseable {

    /** @throws IllegalArgumentException naming what is wrong with the configuration; Vault itself is not asked */
    static Vault open(VaultConfiguration configuration, InstantSource clock) {
        var problems = TlsContext.problems(configuration.endpoint(), clock.instant());
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        try {
            var gateway = new VaultGateway(configuration.endpoint(), configuration.login(), clock);
            var destroyer = configuration.destroyer().equals(configuration.login())
                    ? gateway
                    : new VaultGateway(configuration.endpoint(), configuration.destroyer(), clock);
            return new Vault(
                    configuration,
                    gateway,
                    destroyer,
                    StoreKeys.load(configuration.key(), System::getenv),
                    certificates(configuration.partyAuthorities()),
                    certificates(configuration.partyTrust()),
                    clock);
        } catch (IOException e) {
            throw new UncheckedIOException("connector vault: a file of its configuration cannot be read", e);
        }
    }

    private static List<X509Certificate> certificates(Optional<Path> bundle) throws IOException {
        return bundle.isPresent() ? TlsContext.certificates(bundle.get()) : List.of();
    }

    KvStore store(String mount) {
        return new KvStore(gateway, destroyer, mount);
    }

    KeptValues kept() {
        return new KeptValues(store(configuration.keepMount()), configuration.keepFolder() + "/values");
    }

    /** The governor's own register of a credential, for verifiers that remember less than it needs. */
    Register register(Credential credential) {
        return new Register(
                new AcceptDocuments(store(configuration.keepMount())),
                credential.id(),
                configuration.keepFolder() + "/register/" + PathNames.of(credential.id()));
    }

    @Override
    public void close() {
        gateway.close();
        if (destroyer != gateway) {
            destroyer.close();
        }
    }
}
