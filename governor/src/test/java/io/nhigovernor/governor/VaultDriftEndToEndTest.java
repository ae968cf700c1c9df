package io.nhigovernor.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.connectors.vault.VaultConnectorFactory;
import io.nhigovernor.governor.EndToEndWorld.Answer;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.testkit.servers.Servers;
import io.nhigovernor.testkit.servers.VaultServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a real Vault: somebody else registers a secret id of an idle AppRole, and writes over what a consumer reads. */
class VaultDriftEndToEndTest {
    @TempDir
    Path root;

    private final VaultServer vault = Servers.sharedVault();
    private final String kv = vault.mountKv();
    private final String login = vault.enableAuth("approle");

    @Test
    @Timeout(120)
    void aForeignSecretIdAndAForeignWriteAreToldWithinOneCycle() throws Exception {
        vault.http()
                .must("sys/auth/" + login + "/tune", Map.of("user_lockout_config", Map.of("lockout_disable", true)));
        vault.http().must(role(), Map.of("token_ttl", "1h", "token_policies", "default"));
        Map<String, String> section = section();
        try (var connector = new VaultConnectorFactory().open(section)) {
            assertThat(connector.enrolment().orElseThrow().enrol(credential()))
                    .isInstanceOf(Enrolment.Result.Enrolled.class);
        }
        try (var world = new EndToEndWorld(root, Map.of("vault", section))) {
            assertThat(world.apply(Map.of("estate.yaml", documents())).status()).isEqualTo(200);
            until(world, "AS_KNOWN", 0);

            vault.http().must(role() + "/secret-id", Map.of());
            assertThat(until(world, "DRIFTED", 1))
                    .singleElement()
                    .asString()
                    .matches("the verifier also accepts accessor:\\S+, which bears nobody's label");

            vault.http().must(path(), Map.of("data", Map.of("secret_id", "a value of a test, written by hand")));
            assertThat(until(world, "DRIFTED", 2))
                    .anyMatch(text ->
                            text.matches("the delivery to billing shows hmac:\\S+ \\(version 2\\), not hmac:\\S+"));
            var plan = world.post("alice", "/v1/rollouts", Map.of("ringPlan", "tiny", "reason", "practice"));
            assertThat(plan.problems()).anyMatch(problem -> problem.startsWith("P2024 "));
        }
    }

    /** What is told of it once it is in this state and differs in so much. */
    private static List<String> until(EndToEndWorld world, String state, int differences) throws InterruptedException {
        while (true) {
            Answer answer = world.get("reader", "/v1/drift?state=" + state);
            List<String> texts = new ArrayList<>();
            answer.body()
                    .at("/items/0/differences")
                    .forEach(one -> texts.add(one.path("text").asText()));
            if (answer.body().path("items").size() == 1 && texts.size() == differences) {
                return texts;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private String role() {
        return "auth/" + login + "/role/billing";
    }

    private String path() {
        return kv + "/data/apps/billing/login";
    }

    private Credential credential() {
        return new Credential(
                "approle/billing",
                CredentialKind.APPROLE,
                List.of("billing"),
                ConnectorSettings.of("vault", Map.of("mount", login, "role", "billing")),
                ConnectorSettings.of("vault", Map.of("mount", kv, "path", "apps/billing/login")),
                List.of());
    }

    private String documents() {
        return """
                kind: Identity
                id: billing
                owner: team-a
                cadence: PT0.1S
                ---
                kind: Credential
                id: approle/billing
                type: APPROLE
                holders: [billing]
                verifier: {connector: vault, mount: %s, role: billing}
                delivery: {connector: vault, mount: %s, path: apps/billing/login}
                relyingParties: [{name: vault, address: "%s"}]
                ---
                kind: RingPlan
                id: tiny
                credentials: {ids: [approle/billing]}
                rings:
                  - name: one
                    select: {identities: [billing]}
                    gate: {promise: proof-of-life}
                """.formatted(login, kv, vault.address());
    }

    private Map<String, String> section() throws Exception {
        Map<String, String> section = new TreeMap<>();
        section.put("address", vault.address().toString());
        section.put(
                "tokenFile",
                Files.writeString(root.resolve("token"), vault.rootToken()).toString());
        section.put("keepMount", kv);
        section.put("keyFile", root.resolve("names.key").toString());
        section.put("createKey", "true");
        vault.caFile().ifPresent(file -> section.put("caFile", file.toString()));
        return section;
    }
}
