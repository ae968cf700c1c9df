package io.nhigovernor.connectors.vault;

import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.testkit.Workbench;
import io.nhigovernor.testkit.servers.PostgresServer;
import io.nhigovernor.testkit.servers.VaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A pair of database roles and a KV mount of its own in a real Vault; enrolled, unless it is laid out without. */
final class DatabaseBench implements Workbench {
    final VaultServer server;
    final Path folder;
    final String kv;
    final PostgresPair pair;
    final Map<String, String> section;
    final VaultConnector connector;
    final Credential credential;

    DatabaseBench(VaultServer server, PostgresServer postgres, String... holders) throws Exception {
        this(server, postgres, settings -> {}, holders);
        enrol();
    }

    /** @param changed changes the settings of the verifier. Nothing is enrolled yet */
    DatabaseBench(VaultServer server, PostgresServer postgres, Consumer<Map<String, String>> changed, String... holders)
            throws Exception {
        this.server = server;
        folder = Files.createTempDirectory("vault-database");
        kv = server.mountKv();
        pair = new PostgresPair(postgres, server);
        var settings = new TreeMap<>(Map.of(
                "mount", pair.mount.path(), "roleA", "orders-a", "roleB", "orders-b", "probe", "SELECT current_user"));
        changed.accept(settings);
        credential = new Credential(
                "orders/database",
                CredentialKind.DATABASE,
                List.of(holders),
                ConnectorSettings.of("vault", settings),
                ConnectorSettings.of("vault", Map.of("mount", kv, "path", "apps/{identity}/database")),
                List.of(pair.party()));
        section = new TreeMap<>(VaultBench.section(server, folder, kv));
        section.putAll(pair.section(folder));
        connector = open(section);
    }

    static VaultConnector open(Map<String, String> section) {
        return new VaultConnector(Vault.open(VaultConfiguration.of(section), InstantSource.system()));
    }

    void enrol() throws IOException {
        VaultBench.enrolled(connector, credential);
    }

    /** The register of the credential, behind the product's back. */
    String register() {
        return kv + "/data/" + connector.vault().register(credential).path();
    }

    String pointer(String identity) {
        return kv + "/data/apps/" + identity + "/database";
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

    /** Rotates the role that consumers use. */
    @Override
    public void strangerChangesAcceptance() {
        pair.mount.rotate("orders-a");
    }

    /** Writes the same again. */
    @Override
    public void strangerMovesPointer(Target target) {
        VaultBench.rewrite(server, pointer(target.identity()));
    }

    @Override
    public void close() {
        connector.close();
        pair.close();
        VaultBench.delete(folder);
    }
}
