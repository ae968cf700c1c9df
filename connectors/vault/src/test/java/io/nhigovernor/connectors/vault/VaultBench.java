package io.nhigovernor.connectors.vault;

import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.testkit.Workbench;
import io.nhigovernor.testkit.servers.VaultHttp;
import io.nhigovernor.testkit.servers.VaultServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Mounts of its own in a real Vault, with one enrolled credential. */
final class VaultBench implements Workbench {
    final VaultServer server;
    final Path folder;
    final String kv;
    final VaultConnector connector;
    final Credential credential;
    final Fingerprint first;

    VaultBench(VaultServer server, CredentialKind kind, String... holders) throws IOException {
        this(server, kind, List.of(), holders);
    }

    VaultBench(VaultServer server, CredentialKind kind, List<RelyingParty> parties, String... holders)
            throws IOException {
        this(server, kind, parties, false, holders);
    }

    /** Reads the server's audit log, as a governor with a token of its own. */
    static VaultBench listening(VaultServer server, CredentialKind kind, String... holders) throws IOException {
        return new VaultBench(server, kind, List.of(), true, holders);
    }

    private VaultBench(
            VaultServer server, CredentialKind kind, List<RelyingParty> parties, boolean listens, String... holders)
            throws IOException {
        this.server = server;
        folder = Files.createTempDirectory("vault-connector");
        kv = server.mountKv();
        var verifier = verifier(kind);
        credential = new Credential(
                "billing/api-key",
                kind,
                List.of(holders),
                ConnectorSettings.of("vault", verifier),
                ConnectorSettings.of("vault", Map.of("mount", kv, "path", "apps/{identity}/billing")),
                kind == CredentialKind.APPROLE ? List.of(new RelyingParty("vault", server.address())) : parties);
        var section = section(server, folder, kv);
        if (listens) {
            section.put("auditDevices", "audit-1=" + server.auditLog());
            section.put("auditCheckpoints", folder.resolve("checkpoints").toString());
            Files.createDirectory(folder.resolve("checkpoints"));
            var own = http().must("auth/token/create", Map.of("policies", List.of("root")));
            Files.writeString(
                    folder.resolve("token"),
                    own.body().path("auth").path("client_token").asText());
        }
        connector = new VaultConnector(Vault.open(VaultConfiguration.of(section), InstantSource.system()));
        first = enrolled(connector, credential);
    }

    private Map<String, String> verifier(CredentialKind kind) {
        if (kind != CredentialKind.APPROLE) {
            return Map.of("mount", kv, "path", "accept/billing");
        }
        var mount = appRole(server);
        http().must("auth/" + mount + "/role/billing", Map.of("token_ttl", "1h", "token_policies", "default"));
        return Map.of("mount", mount, "role", "billing");
    }

    /** An AppRole mount of its own that locks no role out. */
    static String appRole(VaultServer server) {
        var mount = server.enableAuth("approle");
        server.http()
                .must("sys/auth/" + mount + "/tune", Map.of("user_lockout_config", Map.of("lockout_disable", true)));
        return mount;
    }

    /** As root; what a governor may do at least is another test's. */
    static Map<String, String> section(VaultServer server, Path folder, String kv) throws IOException {
        var token = folder.resolve("token");
        Files.writeString(token, server.rootToken());
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        var section = new TreeMap<String, String>();
        section.put("address", server.address().toString());
        section.put("tokenFile", token.toString());
        section.put("keepMount", kv);
        section.put("keyFile", folder.resolve("names.key").toString());
        section.put("createKey", "true");
        section.put("settle", "PT0.1S");
        section.put("probeTimeout", "PT20S");
        server.caFile().ifPresent(file -> section.put("caFile", file.toString()));
        return section;
    }

    static Fingerprint enrolled(VaultConnector connector, Credential unknown) {
        return switch (connector.enrolment().orElseThrow().enrol(unknown)) {
            case Enrolment.Result.Enrolled enrolled -> enrolled.first();
            case Enrolment.Result.Already already -> throw new AssertionError(unknown.id() + " is enrolled already");
            case Enrolment.Result.Refused refused -> throw new AssertionError(refused.reason());
            case Enrolment.Result.Failed failed -> throw new AssertionError(failed.reason());
        };
    }

    VaultHttp http() {
        return server.http();
    }

    String path(String identity) {
        return "apps/" + identity + "/billing";
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
        if (credential.kind() == CredentialKind.APPROLE) {
            http().must("auth/" + credential.verifier().settings().get("mount") + "/role/billing/secret-id", Map.of());
            return;
        }
        rewrite(server, kv + "/data/accept/billing");
    }

    @Override
    public void strangerMovesPointer(Target target) {
        rewrite(server, kv + "/data/" + path(target.identity()));
    }

    /** Somebody writes the same fields again. */
    static void rewrite(VaultServer server, String path) {
        var fields = server.http().get(path).data().path("data");
        server.http().must(path, Map.of("data", fields));
    }

    static void delete(Path folder) {
        try (var found = Files.walk(folder)) {
            for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        connector.close();
        delete(folder);
    }
}
