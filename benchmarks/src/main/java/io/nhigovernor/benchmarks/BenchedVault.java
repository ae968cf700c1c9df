package io.nhigovernor.benchmarks;

import io.nhigovernor.testkit.servers.VaultHttp;
import io.nhigovernor.testkit.servers.VaultInstallation;
import io.nhigovernor.testkit.servers.VaultServer;
import io.nhigovernor.testkit.servers.VaultSetup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A real Vault as a company has it: raft storage, TLS, an audit device that writes a file, and tokens that may do no more than the
 * policies of {@code samples/vault} say. Everything is mounted twice: for the governor, and for the floor.
 */
final class BenchedVault implements AutoCloseable {
    private static final String AUDIT = "audit-1";

    private final VaultServer server;
    private final Path folder;
    private final Path policies;

    BenchedVault(VaultInstallation installation, Path folder, Path policies) throws IOException {
        this.folder = folder;
        this.policies = policies;
        server = VaultServer.start(installation, VaultSetup.in(folder.resolve("vault")));
        for (var mounts : List.of(Kind.Mounts.GOVERNOR, Kind.Mounts.FLOOR)) {
            mount(mounts);
        }
    }

    private void mount(Kind.Mounts mounts) {
        http().must("sys/mounts/" + mounts.kv(), Map.of("type", "kv", "options", Map.of("version", "2")));
        while (!http().get(mounts.kv() + "/config").good()) {
            LockSupport.parkNanos(50_000_000);
        }
        http().must("sys/auth/" + mounts.appRole(), Map.of("type", "approle"));
        http().must(
                        "sys/auth/" + mounts.appRole() + "/tune",
                        Map.of("user_lockout_config", Map.of("lockout_disable", true)));
    }

    /** As root. */
    VaultHttp http() {
        return server.http();
    }

    String version() {
        return http().get("sys/health").body().path("version").asText();
    }

    URI address() {
        return server.address();
    }

    Path auditLog() {
        return server.auditLog();
    }

    Path authority() {
        return server.caFile().orElseThrow();
    }

    /** One role for each identity. */
    void roles(Kind.Mounts mounts, Targets targets) {
        Workers.each(
                targets.identities(),
                Workers.SETTING_UP,
                role -> http().must(
                                "auth/" + mounts.appRole() + "/role/" + role,
                                Map.of("token_ttl", "1h", "token_policies", "default")));
    }

    /** What the connector is configured with for these mounts, with a token of its own. */
    Map<String, String> section(Kind.Mounts mounts) throws IOException {
        var section = new TreeMap<String, String>();
        section.put("address", address().toString());
        section.put("caFile", authority().toString());
        section.put("tokenFile", own(mounts.kv() + ".token", token(mounts)).toString());
        section.put("keepMount", mounts.kv());
        section.put("keyFile", folder.resolve(mounts.kv() + "-names.key").toString());
        section.put("createKey", "true");
        section.put("settle", "PT0.1S");
        return section;
    }

    /** A token that may do what the sample policies let the governor do, at these mounts. */
    String token(Kind.Mounts mounts) throws IOException {
        var names = List.of(mounts.kv(), mounts.kv() + "-destroy");
        put(names.get(0), "governor.hcl", mounts);
        put(names.get(1), "governor-destroy.hcl", mounts);
        return http().must("auth/token/create", Map.of("policies", names, "period", "24h"))
                .body()
                .path("auth")
                .path("client_token")
                .asText();
    }

    private void put(String name, String file, Kind.Mounts mounts) throws IOException {
        var policy = Files.readString(policies.resolve(file))
                .replace("\"secret/", "\"" + mounts.kv() + "/")
                .replace("auth/approle/", "auth/" + mounts.appRole() + "/")
                .replace("audit-hash/file", "audit-hash/" + AUDIT);
        http().must("sys/policies/acl/" + name, Map.of("policy", policy));
    }

    private Path own(String name, String text) throws IOException {
        var file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** The governor hears logins from this log. */
    String auditDevices() {
        return AUDIT + "=" + auditLog();
    }

    /** A second device for as long as a sequence of requests is learnt: it writes values in clear. */
    Path recordRaw() {
        var file = folder.resolve("raw.log");
        http().must(
                        "sys/audit/raw",
                        Map.of("type", "file", "options", Map.of("file_path", file.toString(), "log_raw", "true")));
        return file;
    }

    void stopRecording() {
        http().delete("sys/audit/raw");
    }

    @Override
    public void close() {
        server.close();
    }
}
