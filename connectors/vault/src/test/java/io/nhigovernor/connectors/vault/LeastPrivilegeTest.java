package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Target;
import io.nhigovernor.testkit.servers.Servers;
import io.nhigovernor.testkit.servers.VaultHttp;
import io.nhigovernor.testkit.servers.VaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policies of {@code samples/vault}, as they lie there, in a Vault of their own with the mounts that they name. */
@TestInstance(Lifecycle.PER_CLASS)
class LeastPrivilegeTest {
    private static final Path POLICIES = Path.of("..", "..", "samples", "vault", "policies");

    @TempDir
    private static Path folder;

    private final Map<String, String> section = new TreeMap<>();
    private VaultServer server;
    private VaultConnector governor;
    private int intents;

    @BeforeAll
    void layOut() throws IOException, InterruptedException {
        server = VaultServer.dev(Servers.vault());
        var root = server.http();
        root.must("sys/mounts/secret", Map.of("type", "kv", "options", Map.of("version", "2")));
        while (!root.get("secret/config").good()) {
            Thread.sleep(20);
        }
        for (var path : List.of("apps/billing/key", "elsewhere/key")) {
            root.must(
                    "secret/data/" + path, Map.of("data", Map.of("value", "before the governor", "url", "beside it")));
        }
        root.must("sys/auth/approle", Map.of("type", "approle"));
        root.must("sys/auth/approle/tune", Map.of("user_lockout_config", Map.of("lockout_disable", true)));
        root.must("auth/approle/role/billing", Map.of("token_ttl", "1h", "token_policies", "default"));
        root.must("sys/auth/governors", Map.of("type", "approle"));
        login("governor", "");
        login("governor-destroy", "destroy.");
        governor = open();
    }

    /** A login that has the policy of this name, and no other. */
    private void login(String name, String prefix) throws IOException {
        var root = server.http();
        root.must("sys/policies/acl/" + name, Map.of("policy", Files.readString(POLICIES.resolve(name + ".hcl"))));
        root.must(
                "auth/governors/role/" + name,
                Map.of("token_ttl", "1h", "token_policies", name, "token_no_default_policy", true));
        var role = root.get("auth/governors/role/" + name + "/role-id").data().path("role_id");
        var secret = root.must("auth/governors/role/" + name + "/secret-id", Map.of())
                .data()
                .path("secret_id");
        section.put(prefix + "roleIdFile", write(name + "-role-id", role.asText()));
        section.put(prefix + "secretIdFile", write(name + "-secret-id", secret.asText()));
        section.put(prefix + "loginMount", "governors");
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private VaultConnector open() {
        section.put("address", server.address().toString());
        section.put("keyFile", folder.resolve("names.key").toString());
        section.put("createKey", "true");
        section.put("settle", "PT0.1S");
        return new VaultConnector(Vault.open(VaultConfiguration.of(section), InstantSource.system()));
    }

    @AfterAll
    void clearAway() {
        governor.close();
        server.close();
    }

    @Test
    void theWholeLifeOfASharedSecret() throws IOException {
        live(new Credential(
                "billing/key",
                CredentialKind.SECRET,
                List.of("billing"),
                ConnectorSettings.of("vault", Map.of("mount", "secret", "path", "accept/billing")),
                ConnectorSettings.of("vault", Map.of("mount", "secret", "path", "apps/{identity}/key")),
                List.of()));
        assertThat(server.http()
                        .get("secret/data/apps/billing/key")
                        .data()
                        .path("data")
                        .path("url")
                        .asText())
                .isEqualTo("beside it");
    }

    @Test
    void theWholeLifeOfAnAppRole() throws IOException {
        live(new Credential(
                "billing/login",
                CredentialKind.APPROLE,
                List.of("billing"),
                ConnectorSettings.of("vault", Map.of("mount", "approle", "role", "billing")),
                ConnectorSettings.of("vault", Map.of("mount", "secret", "path", "apps/{identity}/login")),
                List.of(new RelyingParty("vault", server.address()))));
    }

    private void live(Credential credential) throws IOException {
        var verifier = governor.verifier();
        var delivery = governor.delivery();
        var target = new Target(credential, "billing");
        var first = VaultBench.enrolled(governor, credential);
        Fingerprint candidate;
        try (var made = governor.kinds().of(credential).make()) {
            done(delivery.stage(target, made, call()));
            candidate = FaultBench.known(delivery.pending(target, "attempt-1")).orElseThrow();
            done(verifier.admit(credential, made, call()));
            for (var party : credential.relyingParties()) {
                assertThat(verifier.prove(credential, made, party, "probe")).isInstanceOf(Proof.Accepted.class);
            }
        }
        done(delivery.promote(
                target,
                candidate,
                FaultBench.known(delivery.read(target)).orElseThrow().version(),
                call()));
        done(verifier.disable(
                credential, first, FaultBench.known(verifier.read(credential)).version(), call()));
        done(verifier.enable(
                credential, first, FaultBench.known(verifier.read(credential)).version(), call()));
        done(delivery.promote(
                target,
                first,
                FaultBench.known(delivery.read(target)).orElseThrow().version(),
                call()));
        done(verifier.destroy(credential, candidate, call()));
        done(delivery.discard(target, candidate, call()));
        assertThat(FaultBench.known(delivery.fetch(target, candidate))).isEmpty();
        assertThat(FaultBench.known(verifier.read(credential)).accepts(first)).isTrue();
    }

    private Call call() {
        return new Call("intent-" + ++intents, "attempt-1", Duration.ofSeconds(30));
    }

    private static void done(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Applied.class);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, secret/data/elsewhere/key",
        "POST, secret/data/elsewhere/key",
        "GET, secret/metadata/elsewhere/key",
        "LIST, secret/metadata/",
        "DELETE, secret/metadata/apps/billing/key",
        "DELETE, secret/metadata/nhi-governor/values",
        "POST, secret/metadata/apps/billing/key",
        "POST, secret/destroy/apps/billing/key",
        "POST, secret/destroy/nhi-governor/values",
        "POST, secret/delete/apps/billing/key",
        "DELETE, secret/data/apps/billing/key",
        "POST, secret/config",
        "POST, auth/approle/role/billing",
        "POST, auth/approle/role/billing/secret-id",
        "GET, auth/governors/role/governor",
        "POST, auth/governors/role/governor/secret-id",
        "GET, sys/policies/acl/governor",
        "POST, sys/policies/acl/governor",
        "POST, auth/token/create",
        "GET, sys/mounts",
        "GET, sys/audit"
    })
    void theFirstLoginMayNot(String method, String path) throws IOException {
        denied("governor", method, path);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, secret/data/apps/billing/key",
        "POST, secret/data/apps/billing/key",
        "GET, secret/data/nhi-governor/values",
        "DELETE, secret/metadata/apps/billing/key",
        "POST, secret/destroy/elsewhere/key",
        "POST, secret/destroy/accept/billing",
        "POST, auth/token/create"
    })
    void theSecondLoginMayNot(String method, String path) throws IOException {
        denied("governor-destroy", method, path);
    }

    private void denied(String login, String method, String path) throws IOException {
        var token = server.anonymous()
                .must(
                        "auth/governors/login",
                        Map.of("role_id", read(login + "-role-id"), "secret_id", read(login + "-secret-id")))
                .body()
                .path("auth")
                .path("client_token")
                .asText();
        assertThat(asked(server.http().with(token), method, path)).isEqualTo(403);
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private static int asked(VaultHttp http, String method, String path) {
        return switch (method) {
            case "GET" -> http.get(path).status();
            case "LIST" -> http.list(path).status();
            case "DELETE" -> http.delete(path).status();
            case "POST" ->
                http.post(path, Map.of("data", Map.of("value", "x"), "versions", List.of(1)))
                        .status();
            default -> throw new IllegalArgumentException(method);
        };
    }
}
