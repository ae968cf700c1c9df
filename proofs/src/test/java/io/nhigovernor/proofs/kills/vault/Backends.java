package io.nhigovernor.proofs.kills.vault;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.samples.estate.proof.Folders;
import io.nhigovernor.testkit.servers.DatabaseMount;
import io.nhigovernor.testkit.servers.DatabaseMount.Hashing;
import io.nhigovernor.testkit.servers.DatabaseMount.Rotator;
import io.nhigovernor.testkit.servers.PostgresServer;
import io.nhigovernor.testkit.servers.Servers;
import io.nhigovernor.testkit.servers.VaultHttp;
import io.nhigovernor.testkit.servers.VaultServer;
import io.nhigovernor.testkit.servers.VaultSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One real Vault and one real PostgreSQL, laid out as a team would have them, for the governors of several worlds. */
final class Backends implements AutoCloseable {
    private static final String PASSWORD = "only-for-tests-of-kills";

    /** Its own folder, what it governs, and nothing else. */
    private static final String POLICY = """
            path "secret/config" { capabilities = ["read"] }
            path "secret/data/nhi-governor-%1$d/*" { capabilities = ["create", "read", "update"] }
            path "secret/metadata/nhi-governor-%1$d/*" { capabilities = ["read", "list"] }
            path "secret/destroy/nhi-governor-%1$d/*" { capabilities = ["update"] }
            path "secret/data/accept/*" { capabilities = ["create", "read", "update"] }
            path "secret/metadata/accept/*" { capabilities = ["read"] }
            path "secret/data/apps/*" { capabilities = ["create", "read", "update", "patch"] }
            path "secret/metadata/apps/*" { capabilities = ["read", "list"] }
            path "secret/destroy/apps/*" { capabilities = ["update"] }
            path "auth/approle/role/+" { capabilities = ["read"] }
            path "auth/approle/role/+/role-id" { capabilities = ["read"] }
            path "auth/approle/role/+/secret-id" { capabilities = ["list"] }
            path "auth/approle/role/+/custom-secret-id" { capabilities = ["create", "update"] }
            path "auth/approle/role/+/secret-id/lookup" { capabilities = ["create", "update"] }
            path "auth/approle/role/+/secret-id-accessor/*" { capabilities = ["create", "update"] }
            path "sys/mounts/auth/approle/tune" { capabilities = ["read"] }
            path "pki/roles/workload" { capabilities = ["read"] }
            path "pki/sign/workload" { capabilities = ["update"] }
            path "pki/certs" { capabilities = ["list"] }
            path "pki/cert/*" { capabilities = ["read"] }
            path "pki/issuers" { capabilities = ["list"] }
            path "pki/issuer/+/json" { capabilities = ["read"] }
            path "pki/revoke" { capabilities = ["update"] }
            path "database/static-roles/*" { capabilities = ["read"] }
            path "database/rotate-role/*" { capabilities = ["update"] }
            path "database/static-creds/*" { capabilities = ["read"] }
            """;

    final VaultServer vault;
    final PostgresServer postgres;
    final DatabaseMount database;
    final Party party;
    /** What a leaf must lead to. */
    final X509Certificate root;

    /** Serials of certificates that are no consumer's, as Vault writes them. */
    final List<String> authorities;

    private final Path folder;

    private Backends(Path folder) throws Exception {
        this.folder = folder;
        var installation = Servers.vault();
        Servers.postgres();
        Folders.empty(folder);
        // The governors die here; what their backends forget or not is told elsewhere.
        vault = VaultServer.start(
                installation,
                VaultSetup.in(folder.resolve("vault").toAbsolutePath())
                        .on(VaultSetup.Storage.MEMORY)
                        .withoutTls());
        postgres = PostgresServer.start(folder.resolve("postgres").toAbsolutePath());
        database = new DatabaseMount(vault, "database");
        root = mounts();
        party = new Party(this);
        authorities = serials();
        connectDatabase();
    }

    static Backends start(Path folder) throws Exception {
        return new Backends(folder);
    }

    /** Asks as root. */
    VaultHttp http() {
        return vault.http();
    }

    private X509Certificate mounts() throws IOException, InterruptedException, UnusableMaterialException {
        // What a governor's request was for stands beside it in the audit log.
        http().must("sys/config/auditing/request-headers/X-Intent", Map.of("hmac", false));
        http().must("sys/mounts/secret", Map.of("type", "kv", "options", Map.of("version", "2")));
        // It makes itself ready in the background, and refuses everything until then.
        while (!http().get("secret/config").good()) {
            TimeUnit.MILLISECONDS.sleep(25);
        }
        http().must("secret/config", Map.of("max_versions", 1_000));
        http().must("sys/auth/approle", Map.of("type", "approle"));
        http().must("sys/auth/approle/tune", Map.of("user_lockout_config", Map.of("lockout_disable", true)));
        http().must("sys/mounts/pki", Map.of("type", "pki", "config", Map.of("max_lease_ttl", "800h")));
        var pem = http().must(
                        "pki/root/generate/internal",
                        Map.of("common_name", "authority", "ttl", "700h", "key_type", "ec", "key_bits", 256))
                .data()
                .path("certificate")
                .asText();
        for (var keys : Map.of("workload", "any", "party", "ec").entrySet()) {
            http().must(
                            "pki/roles/" + keys.getKey(),
                            Map.of(
                                    "allow_any_name",
                                    true,
                                    "enforce_hostnames",
                                    false,
                                    "key_type",
                                    keys.getValue(),
                                    "max_ttl",
                                    "48h"));
        }
        Files.writeString(authority(), pem);
        return EcKeys.chain(pem).getFirst();
    }

    private Path authority() {
        return folder.resolve("authority.pem").toAbsolutePath();
    }

    /** Of every certificate that the mount keeps. */
    List<String> serials() {
        return http().list("pki/certs")
                .data()
                .path("keys")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private void connectDatabase() throws SQLException {
        sql("ALTER SYSTEM SET log_statement = 'ddl'");
        sql("SELECT pg_reload_conf()");
        for (var administrator : List.of("vault", "nhi_governor")) {
            sql("CREATE ROLE " + administrator + " LOGIN CREATEROLE PASSWORD '" + PASSWORD + "'");
        }
        http().must("sys/mounts/database", Map.of("type", "database"));
        database.connect(postgres, PostgresServer.DATABASE, new Rotator("vault", PASSWORD), Hashing.AT_THE_SERVER);
    }

    void sql(String statement) throws SQLException {
        try (var connection = postgres.connect();
                var running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    /** What consumers of one world have before a governor comes: a role in Vault, two roles in the database. */
    void layOut(Cast cast) throws SQLException {
        for (var part : cast.parts()) {
            switch (part.kind()) {
                case APPROLE ->
                    http().must(
                                    "auth/approle/role/" + part.name(),
                                    Map.of("token_ttl", "1h", "token_policies", "default"));
                case DATABASE -> pair(part.name());
                case SECRET, CERTIFICATE -> {}
            }
        }
    }

    private void pair(String name) throws SQLException {
        sql("CREATE ROLE \"" + name + "\" NOLOGIN");
        for (var role : List.of(name + "-a", name + "-b")) {
            sql("CREATE ROLE \"" + role + "\" LOGIN IN ROLE \"" + name + "\"");
            sql("ALTER ROLE \"" + role + "\" SET role = '" + name + "'");
            sql("GRANT \"" + role + "\" TO vault, nhi_governor WITH ADMIN TRUE, INHERIT FALSE, SET FALSE");
            database.staticRole(role, role);
        }
    }

    /** Under which Vault's audit log knows the governor of a world. */
    static String governor(int world) {
        return "token-governor-" + world;
    }

    /** The connector's section. @param home a folder for its files, which is made */
    Map<String, Map<String, String>> section(int world, Path home) {
        http().must("sys/policies/acl/governor-" + world, Map.of("policy", POLICY.formatted(world)));
        var token = http().must(
                        "auth/token/create",
                        Map.of("policies", List.of("governor-" + world), "display_name", "governor-" + world))
                .body()
                .at("/auth/client_token")
                .asText();
        var section = new TreeMap<String, String>();
        section.put("address", vault.address().toString());
        section.put("tokenFile", own(home, "vault.token", token));
        section.put("keepFolder", "nhi-governor-" + world);
        section.put("keyFile", home.resolve("names.key").toString());
        section.put("createKey", "true");
        section.put("settle", "PT0.2S");
        section.put("partyCaFile", authority().toString());
        section.put("databaseUrl", "postgresql://" + postgres.address() + "/" + PostgresServer.DATABASE);
        section.put("databaseUser", "nhi_governor");
        section.put("databasePasswordFile", own(home, "database.password", PASSWORD));
        return Map.of("vault", section);
    }

    private static String own(Path home, String name, String text) {
        try {
            Files.createDirectories(home);
            var file = home.resolve(name);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, text).toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        party.close();
        vault.close();
        postgres.close();
    }
}
