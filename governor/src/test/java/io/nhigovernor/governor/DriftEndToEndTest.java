package io.nhigovernor.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.EndToEndWorld.Answer;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else lets a value of their own in where no rollout is under way. */
class DriftEndToEndTest {
    private static final ConnectorSettings LOCAL = ConnectorSettings.of("local", Map.of());
    private static final Credential WEB =
            new Credential("secret/web", CredentialKind.SECRET, List.of("web"), LOCAL, LOCAL, List.of());

    @TempDir
    Path root;

    @Test
    @Timeout(60)
    void aForeignValueIsToldAndHoldsPlansUntilItIsTakenAwayOrAccepted() throws Exception {
        try (var world = new EndToEndWorld(root);
                var stranger = world.stranger()) {
            world.enrol("secret/web", CredentialKind.SECRET, "web");
            world.enrol("secret/job", CredentialKind.SECRET, "job");
            world.enrol("certificate/web", CredentialKind.CERTIFICATE, "web");
            assertThat(world.apply(EndToEndWorld.documents()).status()).isEqualTo(200);
            until(world, "AS_KNOWN");

            Fingerprint foreign = admitted(stranger.verifier().admit(WEB, value("first"), call("one")));
            Answer drifted = until(world, "DRIFTED");
            assertThat(drifted.body().at("/items/0/differences/0/text").asText())
                    .isEqualTo("the verifier also accepts " + foreign + ", made by attempt foreign-one");
            assertThat(health(world)).isEqualTo(1);
            Answer refused = propose(world);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.problems())
                    .anySatisfy(problem -> assertThat(problem)
                            .startsWith(
                                    "P2024 somebody else changed secret/web: the verifier also accepts " + foreign));

            assertThat(stranger.verifier().destroy(WEB, foreign, call("two"))).isInstanceOf(Outcome.Applied.class);
            until(world, "AS_KNOWN");
            assertThat(propose(world).status()).isEqualTo(201);

            admitted(stranger.verifier().admit(WEB, value("second"), call("three")));
            until(world, "DRIFTED");
            assertThat(world.post("reader", "/v1/drift/accept", order("secret/web"))
                            .status())
                    .isEqualTo(403);
            assertThat(world.post("alice", "/v1/drift/accept", order("secret/job"))
                            .code())
                    .isEqualTo("E2114");
            assertThat(world.post("alice", "/v1/drift/accept", order("secret/web"))
                            .status())
                    .isEqualTo(200);
            until(world, "AS_KNOWN");
            assertThat(health(world)).isZero();
            assertThat(world.get("reader", "/v1/ledger?limit=1000").response().body())
                    .contains("accept-drift", "the vendor called", "E2113");
        }
    }

    private static Answer propose(EndToEndWorld world) {
        return world.post("alice", "/v1/rollouts", Map.of("ringPlan", "tiny", "reason", "practice"));
    }

    private static Map<String, String> order(String credential) {
        return Map.of("credential", credential, "reason", "the vendor called");
    }

    private static int health(EndToEndWorld world) {
        return world.get("reader", "/v1/health").body().at("/drift/drifted").asInt();
    }

    /** Waits until secret/web is in this state. */
    private static Answer until(EndToEndWorld world, String state) throws InterruptedException {
        while (true) {
            Answer answer = world.get("reader", "/v1/drift?state=" + state);
            if (answer.body().path("items").findValuesAsText("credential").contains("secret/web")) {
                return answer;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static Fingerprint admitted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        return ((Outcome.Applied) outcome).observed().generation().orElseThrow();
    }

    private static Material value(String text) {
        return Material.ofSecret(
                Secret.copyOf(("a value of a stranger, the " + text).getBytes(StandardCharsets.UTF_8)));
    }

    private static Call call(String name) {
        return new Call("foreign-intent-" + name, "foreign-" + name, Duration.ofSeconds(5));
    }
}
