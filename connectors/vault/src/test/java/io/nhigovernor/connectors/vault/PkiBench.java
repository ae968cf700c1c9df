package io.nhigovernor.connectors.vault;

import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.testkit.Workbench;
import io.nhigovernor.testkit.servers.VaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A PKI mount and a KV mount of its own in a real Vault, with one enrolled certificate and a party that takes it. */
final class PkiBench implements Workbench {
    final VaultServer server;
    final Path folder;
    final String kv;
    final PkiMount pki;
    final TlsParty party;
    final Map<String, String> section;
    final VaultConnector connector;
    final Credential credential;
    final Fingerprint first;

    PkiBench(VaultServer server, String... holders) throws Exception {
        this(server, InstantSource.system(), settings -> {}, holders);
    }

    /** @param changed changes the settings of the verifier */
    PkiBench(VaultServer server, InstantSource clock, Consumer<Map<String, String>> changed, String... holders)
            throws Exception {
        this.server = server;
        folder = Files.createTempDirectory("vault-pki");
        kv = server.mountKv();
        pki = new PkiMount(server);
        party = new TlsParty(pki);
        var settings = new TreeMap<>(Map.of(
                "mount",
                pki.path,
                "role",
                "workload",
                "commonName",
                "billing",
                "uriSans",
                "spiffe://example.org/billing",
                "ttl",
                "PT30M",
                "revocation",
                "crl"));
        changed.accept(settings);
        credential = new Credential(
                "billing/certificate",
                CredentialKind.CERTIFICATE,
                List.of(holders),
                ConnectorSettings.of("vault", settings),
                ConnectorSettings.of("vault", Map.of("mount", kv, "path", "apps/{identity}/tls")),
                List.of(party.party()));
        section = new TreeMap<>(VaultBench.section(server, folder, kv));
        section.put("partyCaFile", bundle("root.pem", pki.rootPem));
        connector = open(section, clock);
        first = VaultBench.enrolled(connector, credential);
    }

    static VaultConnector open(Map<String, String> section, InstantSource clock) {
        return new VaultConnector(Vault.open(VaultConfiguration.of(section), clock));
    }

    String bundle(String name, String pem) throws IOException {
        return Files.writeString(folder.resolve(name), pem).toString();
    }

    /** The register of the credential, behind the product's back. */
    String register() {
        return kv + "/data/" + connector.vault().register(credential).path();
    }

    @Override
    public Verifier verifier() {
        return connector.verifier();
    }

    @Override
    public Delivery delivery() {
        return connector.delivery();
    }

    @Override
    public Credential credential() {
        return credential;
    }

    @Override
    public Material make() {
        return connector.kinds().of(credential).make();
    }

    @Override
    public void strangerChangesAcceptance() {
        VaultBench.rewrite(server, register());
    }

    @Override
    public void strangerMovesPointer(Target target) {
        VaultBench.rewrite(server, kv + "/data/apps/" + target.identity() + "/tls");
    }

    @Override
    public void close() {
        connector.close();
        party.close();
        VaultBench.delete(folder);
    }
}
