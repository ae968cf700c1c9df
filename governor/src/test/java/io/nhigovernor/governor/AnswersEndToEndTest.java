package io.nhigovernor.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.CredentialKind;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every wrong question gets its own answer: a status, a stable code, and what to do about it. */
class AnswersEndToEndTest {
    private static EndToEndWorld world;

    @BeforeAll
    static void start(@TempDir Path root) throws IOException {
        world = new EndToEndWorld(root);
        world.enrol("secret/web", CredentialKind.SECRET, "web");
        world.enrol("secret/job", CredentialKind.SECRET, "job");
        world.enrol("certificate/web", CredentialKind.CERTIFICATE, "web");
        var applied = world.apply(EndToEndWorld.documents());
        assertThat(applied.status()).as(applied.response().body()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void everyProblemOfEveryFileIsSaidAtOnceWithItsPlace() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a.yaml", "kind: Identity\nid: UPPER\nowner: o\ntier: extreme\ncadence: forever\n");
        files.put("b.yaml", "kind: Credential\nid: c\ntype: SECRTE\nholders: []\ncolour: red\n");
        var answer = world.apply(files);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("problems")).allSatisfy(problem -> {
            assertThat(problem.path("code").asText()).matches("D1\\d{3}");
            assertThat(problem.path("file").asText()).matches("[ab]\\.yaml");
            assertThat(problem.path("line").asInt()).isPositive();
            assertThat(problem.path("field").asText()).isNotEmpty();
            assertThat(problem.path("remedy").asText()).isNotEmpty();
        });
        assertThat(answer.body().path("problems").findValuesAsText("field"))
                .contains("id", "tier", "cadence", "type", "holders", "colour", "verifier", "delivery");
        assertThat(answer.body().path("problems").findValuesAsText("remedy")).contains("did you mean SECRET?");
    }

    @Test
    void thresholdsThatDoNotReadNeverMeanThatThereIsNoLimit() {
        String plan = """
                kind: RingPlan
                id: loose
                credentials: {ids: [secret/web]}
                baseline: none
                watch: -PT1S
                quarantine: unlimited
                rings:
                  - name: one
                    select: {identities: [web]}
                    gate: {minWindow: 1 hour, maxWindow: .inf, settle: ~, maxCacheTtl: NaN, promise: 0, alpha: none}
                    quiet: soon
                    adoptBy: never
                  - name: two
                    select: {percent: 100}
                    gate: {promise: {excess: 0}, alpha: 7}
                  - name: three
                    select: {}
                    gate: {promise: {excess: all}, alpha: .nan}
                """;
        var answer = world.apply(Map.of("loose.yaml", plan));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("problems").findValuesAsText("field"))
                .contains(
                        "baseline",
                        "quarantine",
                        "rings[0].gate.minWindow",
                        "rings[0].gate.maxWindow",
                        "rings[0].gate.settle",
                        "rings[0].gate.maxCacheTtl",
                        "rings[0].gate.promise",
                        "rings[0].gate.alpha",
                        "rings[0].quiet",
                        "rings[0].adoptBy",
                        "rings[2].gate.promise.excess",
                        "rings[2].gate.alpha");
        assertThat(world.get("reader", "/v1/documents?kind=RingPlan").response().body())
                .doesNotContain("loose");
    }

    @Test
    void thresholdsThatReadButAreOutOfRangeAreRefused() {
        String plan = EndToEndWorld.documents()
                .get("plans.yaml")
                .split("---\n")[0]
                .replace("id: tiny", "id: wide")
                .replace("promise: proof-of-life", "promise: {excess: 0}, alpha: 7")
                .replace("watch: PT1S", "watch: -PT1S");
        var answer = world.apply(Map.of("wide.yaml", plan));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("problems").findValuesAsText("field"))
                .contains("rings[0].gate.promise.excess", "rings[0].gate.alpha", "watch");
    }

    @Test
    void badJsonNamesItsLine() {
        var answer = world.text("alice", "/v1/rollouts", "{\n  \"ringPlan\": ,\n}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("A4001");
        assertThat(answer.problems().get(0)).contains("line 2");
    }

    @Test
    void unknownFieldsAndMissingOnesAreSaidTogether() {
        var answer = world.post("alice", "/v1/rollouts", Map.of("ringPlna", "tiny", "force", true));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("problems").findValuesAsText("code")).contains("A4003", "A4004");
        assertThat(answer.problems()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(world.get("reader", "/v1/rollouts?limt=3").code()).isEqualTo("A4002");
    }

    @Test
    void aBodyLargerThanAllowedIsRefusedAndTheGovernorGoesOn() {
        var answer = world.text("alice", "/v1/rollouts", "{\"reason\":\"" + "x".repeat(200_000) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("A4130");
        assertThat(world.get("reader", "/v1/health").status()).isEqualTo(200);
    }

    @Test
    void aStrangerIsToldToBringATokenAndNothingElse() {
        var answer = world.get("nobody", "/v1/rollouts");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("A4010");
        assertThat(answer.response().body()).doesNotContain("alice", "token-of");
    }

    @Test
    void aTokenThatDoesNotReachThatFarIsToldWhichScopeIsMissing() {
        var reader = world.post("reader", "/v1/rollouts", Map.of("ringPlan", "tiny", "reason", "x"));
        assertThat(reader.status()).isEqualTo(403);
        assertThat(reader.problems()).containsExactly("A4030 token reader lacks scope operate");
        var signals = world.get("svc", "/v1/rollouts");
        assertThat(signals.problems()).containsExactly("A4030 token svc lacks scope read");
        assertThat(world.post("bob", "/v1/documents", Map.of()).code()).isEqualTo("A4030");
    }

    @Test
    void aSourceReportsOnlyAsItselfAndOnlyAboutItsOwn() {
        var source = world.post("svc", "/v1/signals", signal("other", "web"));
        assertThat(source.status()).isEqualTo(403);
        assertThat(source.code()).isEqualTo("A4031");
        var identity = world.post("svc", "/v1/signals", signal("svc", "payroll"));
        assertThat(identity.status()).isEqualTo(403);
        assertThat(identity.problems()).containsExactly("A4032 this token may not report about payroll");
        assertThat(world.post("svc", "/v1/signals", signal("svc", "web")).status())
                .isEqualTo(202);
    }

    static Map<String, Object> signal(String source, String identity) {
        return Map.of(
                "specversion",
                "1.0",
                "id",
                "one",
                "source",
                source,
                "type",
                "nhi-governor.signal.v1",
                "time",
                java.time.Instant.now().toString(),
                "data",
                Map.of("identity", identity, "outcome", "ok"));
    }

    @Test
    void pathsAndMethodsThatAreNotThereSaySo() {
        assertThat(world.get("reader", "/v1/rollouts/nope").problems())
                .containsExactly("A4041 there is no rollout nope");
        assertThat(world.get("reader", "/v1/rollouts/nope").status()).isEqualTo(404);
        assertThat(world.get("reader", "/v1/rollouts/nope/evidence").status()).isEqualTo(404);
        var order = world.post("alice", "/v1/rollouts/nope/start", Map.of());
        assertThat(order.status()).isEqualTo(404);
        assertThat(order.problems()).containsExactly("E2101 there is no rollout nope");
        assertThat(world.get("reader", "/v2").code()).isEqualTo("A4040");
        var method = world.send(
                world.request("alice", "/v1/rollouts").method("DELETE", HttpRequest.BodyPublishers.noBody()));
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.code()).isEqualTo("A4050");
        assertThat(method.response().headers().firstValue("Allow")).contains("GET, POST");
    }

    @Test
    void aPlanThatCannotHoldItsPromisesIsRefusedWithEveryReason() {
        var unknown = world.post("alice", "/v1/rollouts", Map.of("ringPlan", "nope", "reason", "x"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("E2103");
        var empty = world.post("alice", "/v1/rollouts", Map.of("ringPlan", "again", "reason", "x"));
        assertThat(empty.status()).isEqualTo(409);
        assertThat(empty.body().path("problems").findValuesAsText("code")).contains("P2002");
        var expiring = world.post("alice", "/v1/rollouts", Map.of("ringPlan", "renewal", "reason", "x"));
        assertThat(expiring.status()).isEqualTo(409);
        assertThat(expiring.body().path("problems").findValuesAsText("code")).contains("P2010");
    }

    @Test
    void theSameKeyGivesTheSameAnswerOnceAndAnotherRequestUnderItIsRefused() {
        Map<String, String> body = Map.of("ringPlan", "nope", "reason", "x");
        var first = world.post("alice", "/v1/rollouts", body, "Idempotency-Key", "k1");
        var again = world.post("alice", "/v1/rollouts", body, "Idempotency-Key", "k1");
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(again.response().headers().firstValue("Idempotent-Replay")).contains("true");
        var other =
                world.post("alice", "/v1/rollouts", Map.of("ringPlan", "tiny", "reason", "y"), "Idempotency-Key", "k1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("A4220");
        assertThat(world.post("alice", "/v1/rollouts", body, "Idempotency-Key", "two words")
                        .code())
                .isEqualTo("A4006");
    }

    @Test
    void everyRouteTheDescriptionNamesIsThere() {
        var described = world.send(HttpRequest.newBuilder(world.address().resolve("/v1/openapi.json"))
                .GET());
        assertThat(described.status()).isEqualTo(200);
        var paths = described.body().path("paths");
        assertThat(paths.size()).isGreaterThan(10);
        paths.properties().forEach(path -> {
            boolean plain = !path.getKey().contains("{") && !path.getKey().equals("/v1/events");
            if (plain && path.getValue().has("get")) {
                var answer = world.get("alice", path.getKey());
                assertThat(answer.status()).as(path.getKey()).isEqualTo(200);
                String type =
                        answer.response().headers().firstValue("Content-Type").orElse("");
                assertThat(path.getValue()
                                .path("get")
                                .path("responses")
                                .path("200")
                                .path("content")
                                .has(type.replaceFirst(";.*", "")))
                        .as(path.getKey())
                        .isTrue();
            }
        });
    }

    @Test
    void whatIsProposedMovesOnlyInItsOrder() {
        var proposed = world.post("alice", "/v1/rollouts", Map.of("ringPlan", "tiny", "reason", "practice"));
        assertThat(proposed.status()).as(proposed.response().body()).isEqualTo(201);
        String path = "/v1/rollouts/" + proposed.body().path("id").asText();
        String digest = proposed.body().path("digest").asText();
        var own = world.post("alice", path + "/approve", Map.of("digest", digest));
        assertThat(own.status()).isEqualTo(403);
        assertThat(own.code()).isEqualTo("E2003");
        var other = world.post("bob", path + "/approve", Map.of("digest", "0".repeat(64)));
        var halted = world.post("alice", path + "/halt", Map.of("reason", "early"));
        var excluded = world.post("alice", path + "/exclude", Map.of("identity", "web", "reason", "early"));
        var promoted = world.post("alice", path + "/promote", Map.of("ring", "one"));
        var restored = world.post("alice", path + "/restore", Map.of("ring", "one", "reason", "early"));
        var resumed = world.post("alice", path + "/resume", Map.of());
        assertThat(List.of(other, halted, excluded, promoted, restored, resumed))
                .allSatisfy(refused -> {
                    assertThat(refused.status())
                            .as(refused.response().uri() + refused.response().body())
                            .isEqualTo(409);
                    assertThat(refused.code()).matches("E2\\d{3}");
                    assertThat(refused.body()
                                    .path("problems")
                                    .get(0)
                                    .path("remedy")
                                    .asText())
                            .isNotEmpty();
                });
        assertThat(world.get("reader", path).body().path("phase").asText())
                .as("no ring asks for an approval, and nothing of the above moved it")
                .isEqualTo("APPROVED");
    }
}
