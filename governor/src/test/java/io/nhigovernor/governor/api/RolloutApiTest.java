package io.nhigovernor.governor.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.engine.Answer;
import io.nhigovernor.governor.engine.Expiry;
import io.nhigovernor.governor.engine.Order;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.engine.view.TargetView;
import io.nhigovernor.governor.json.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RolloutApiTest {
    private static final String PROPOSE = "{\"ringPlan\":\"payments\",\"reason\":\"quarterly\",\"commit\":\"4f2a91c\"}";
    private TestGovernor governor;

    @BeforeEach
    void start() {
        governor = new TestGovernor();
    }

    @AfterEach
    void stop() {
        governor.close();
    }

    @Test
    void aProposalIsAnsweredWithItsPlaceAndReadsBackWhole() throws Exception {
        HttpResponse<String> created = governor.post(TestGovernor.OPERATOR, "/v1/rollouts", PROPOSE);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains("/v1/rollouts/r-1");
        RolloutView view = Json.convert(tree(governor.get(TestGovernor.READER, "/v1/rollouts/r-1")), RolloutView.class);
        assertThat(view).isEqualTo(governor.operations.rollouts.get("r-1"));
        assertThat(governor.operations.orders)
                .containsExactly(new Order.Propose("payments", "quarterly", Optional.of("4f2a91c")));
    }

    @Test
    void everyReasonOfARefusalIsPassedOn() throws Exception {
        JsonNode problem = BadRequestTest.problem(
                governor.post(TestGovernor.OPERATOR, "/v1/rollouts", "{\"ringPlan\":\"missing\",\"reason\":\"r\"}"),
                400);
        assertThat(problem.get("code").textValue()).isEqualTo("E2001");
        assertThat(problem.get("problems")).hasSize(2);
        assertThat(problem.get("problems").get(1).get("remedy").textValue()).isEqualTo("Add a ring.");
    }

    @Test
    void eachVerbBecomesItsOrder() {
        governor.post(TestGovernor.OPERATOR, "/v1/rollouts", PROPOSE);
        verb(TestGovernor.APPROVER, "approve", "{\"digest\":\"" + Samples.DIGEST + "\"}");
        verb(TestGovernor.OPERATOR, "start", "");
        verb(TestGovernor.APPROVER, "waive", "{\"reason\":\"looked\",\"expires\":\"2026-12-01T00:00:00Z\"}");
        verb(TestGovernor.OPERATOR, "retry", "{\"cause\":\"firewall\"}");
        verb(TestGovernor.OPERATOR, "hold", "{\"reason\":\"lunch\"}");
        verb(TestGovernor.OPERATOR, "resume", "{}");
        verb(TestGovernor.OPERATOR, "promote", "{\"ring\":\"canary\"}");
        verb(TestGovernor.OPERATOR, "restore", "{\"ring\":\"canary\",\"reason\":\"odd\"}");
        verb(TestGovernor.OPERATOR, "restore", "{\"identity\":\"billing\",\"reason\":\"odd\"}");
        verb(TestGovernor.OPERATOR, "exclude", "{\"identity\":\"billing\",\"reason\":\"gone\"}");
        verb(TestGovernor.OPERATOR, "halt", "{\"reason\":\"enough\"}");
        assertThat(governor.operations.orders.subList(1, 12))
                .containsExactly(
                        new Order.Approve("r-1", Samples.DIGEST),
                        new Order.Start("r-1"),
                        new Order.Waive("r-1", "looked", new Expiry.At(Instant.parse("2026-12-01T00:00:00Z"))),
                        new Order.Retry("r-1", "firewall"),
                        new Order.Hold("r-1", "lunch", Optional.empty(), Optional.empty()),
                        new Order.Resume("r-1"),
                        new Order.Promote("r-1", "canary"),
                        new Order.Restore("r-1", Optional.of("canary"), Optional.empty(), "odd"),
                        new Order.Restore("r-1", Optional.empty(), Optional.of("billing"), "odd"),
                        new Order.Exclude("r-1", "billing", "gone"),
                        new Order.Halt("r-1", "enough"));
    }

    @Test
    void refusalsByStateAre409AndUnknownOnes404() throws Exception {
        governor.post(TestGovernor.OPERATOR, "/v1/rollouts", PROPOSE);
        JsonNode conflict =
                BadRequestTest.problem(governor.post(TestGovernor.OPERATOR, "/v1/rollouts/r-1/resume", "{}"), 409);
        assertThat(conflict.get("code").textValue()).isEqualTo("E3010");
        BadRequestTest.problem(governor.post(TestGovernor.OPERATOR, "/v1/rollouts/r-9/start", "{}"), 404);
    }

    @Test
    void anUnchangedRolloutIs304() {
        governor.post(TestGovernor.OPERATOR, "/v1/rollouts", PROPOSE);
        String tag = governor.get(TestGovernor.READER, "/v1/rollouts/r-1")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(again(tag)).isEqualTo(304);
        governor.operations.move("r-1", "RUNNING");
        assertThat(again(tag)).isEqualTo(200);
    }

    private int again(String tag) {
        return governor.send(governor.request(TestGovernor.READER, "/v1/rollouts/r-1")
                        .header("If-None-Match", tag))
                .statusCode();
    }

    @Test
    void listsComeInPagesThatJoinWithoutGapOrRepeat() throws Exception {
        for (int i = 0; i < 5; i++) {
            governor.post(TestGovernor.OPERATOR, "/v1/rollouts", PROPOSE);
        }
        String seen = "";
        String cursor = "";
        do {
            JsonNode page = tree(governor.get(TestGovernor.READER, "/v1/rollouts?limit=2" + cursor));
            for (JsonNode item : page.get("items")) {
                seen += item.get("id").textValue() + " ";
            }
            cursor = page.get("next").isNull()
                    ? ""
                    : "&cursor=" + page.get("next").textValue();
        } while (!cursor.isEmpty());
        assertThat(seen).isEqualTo("r-1 r-2 r-3 r-4 r-5 ");
    }

    @Test
    void evidenceIsPerTargetAndCanBeAskedForOne() throws Exception {
        governor.post(TestGovernor.OPERATOR, "/v1/rollouts", PROPOSE);
        assertThat(tree(governor.get(TestGovernor.READER, "/v1/rollouts/r-1/evidence"))
                        .get("items"))
                .hasSize(2);
        JsonNode one = tree(governor.get(TestGovernor.READER, "/v1/rollouts/r-1/evidence?target=db-password@orders"))
                .get("items");
        assertThat(one).hasSize(1);
        assertThat(Json.convert(one.get(0), TargetView.class)).isEqualTo(Samples.target(Samples.SECOND, "rest"));
    }

    @Test
    void theSameKeyGivesTheOrderOnce() throws Exception {
        HttpResponse<String> first =
                governor.post(TestGovernor.OPERATOR, "/v1/rollouts", PROPOSE, "Idempotency-Key", "k1");
        HttpResponse<String> second =
                governor.post(TestGovernor.OPERATOR, "/v1/rollouts", PROPOSE, "Idempotency-Key", "k1");
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location")).contains("/v1/rollouts/r-1");
        assertThat(second.headers().firstValue("Idempotent-Replay")).contains("true");
        assertThat(governor.operations.orders).hasSize(1);
    }

    @Test
    void theSameKeyWithAnotherBodyIs422() throws Exception {
        governor.post(TestGovernor.OPERATOR, "/v1/rollouts", PROPOSE, "Idempotency-Key", "k1");
        JsonNode problem = BadRequestTest.problem(
                governor.post(
                        TestGovernor.OPERATOR,
                        "/v1/rollouts",
                        "{\"ringPlan\":\"other\",\"reason\":\"r\"}",
                        "Idempotency-Key",
                        "k1"),
                422);
        assertThat(problem.get("code").textValue()).isEqualTo("A4220");
        assertThat(governor.operations.orders).hasSize(1);
    }

    @Test
    void aKeyUnderWayIs409AndAnswersOnceTheFirstIsDone() throws Exception {
        CompletableFuture<Answer> slow = new CompletableFuture<>();
        governor.operations.pending = Optional.of(slow);
        CompletableFuture<HttpResponse<String>> first = governor.client()
                .sendAsync(
                        governor.request(TestGovernor.OPERATOR, "/v1/rollouts")
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", "k2")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(PROPOSE))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        while (governor.operations.orders.isEmpty()) {
            Thread.onSpinWait();
        }
        BadRequestTest.problem(
                governor.post(TestGovernor.OPERATOR, "/v1/rollouts", PROPOSE, "Idempotency-Key", "k2"), 409);
        slow.complete(new Answer.Done(Samples.rollout("r-7", "payments", "quarterly", "PROPOSED", "alice")));
        assertThat(first.join().statusCode()).isEqualTo(201);
        assertThat(governor.post(TestGovernor.OPERATOR, "/v1/rollouts", PROPOSE, "Idempotency-Key", "k2")
                        .body())
                .isEqualTo(first.join().body());
        assertThat(governor.operations.orders).hasSize(1);
    }

    @Test
    void keysOfDifferentTokensAreDifferentKeys() {
        governor.post(TestGovernor.OPERATOR, "/v1/rollouts", PROPOSE, "Idempotency-Key", "k1");
        HttpResponse<String> other = governor.post(
                TestGovernor.APPROVER,
                "/v1/rollouts/r-1/approve",
                "{\"digest\":\"" + Samples.DIGEST + "\"}",
                "Idempotency-Key",
                "k1");
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void documentsAreReadFromYamlFilesAndJson() throws Exception {
        HttpResponse<String> applied = governor.post(
                TestGovernor.OPERATOR,
                "/v1/documents?dryRun=true",
                "kind: Identity",
                "Content-Type",
                "application/yaml; charset=utf-8");
        assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
        assertThat(tree(applied).get("dryRun").booleanValue()).isTrue();
        governor.post(TestGovernor.OPERATOR, "/v1/documents", "{\"kind\":\"Identity\"}");
        governor.post(
                TestGovernor.OPERATOR,
                "/v1/documents",
                "{\"files\":[{\"name\":\"a.yaml\",\"text\":\"kind: Identity\\n\"}]}");
        assertThat(governor.operations.files()).containsExactly("body.yaml", "body.json", "a.yaml");
    }

    @Test
    void theLedgerComesInSlicesWholeAndWithItsKey() throws Exception {
        JsonNode slice = tree(governor.get(TestGovernor.READER, "/v1/ledger?from=2&limit=1"));
        assertThat(slice.get("items")).hasSize(1);
        assertThat(slice.get("next").longValue()).isEqualTo(3);
        HttpResponse<String> export = governor.get(TestGovernor.READER, "/v1/ledger/export");
        assertThat(export.body()).isEqualTo("{\"sequence\":1}\n{\"sequence\":2}\n");
        assertThat(governor.get(TestGovernor.READER, "/v1/ledger/key").body()).isEqualTo("the public key\n");
    }

    @Test
    void aLongExportArrivesWhole() {
        governor.export = "{\"sequence\":1}\n".repeat(300_000);
        assertThat(governor.get(TestGovernor.READER, "/v1/ledger/export").body())
                .isEqualTo(governor.export);
    }

    @Test
    void anExportThatBreaksDoesNotLookWhole() {
        governor.export = "";
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> governor.get(TestGovernor.READER, "/v1/ledger/export"))
                .isInstanceOf(java.io.UncheckedIOException.class);
    }

    @Test
    void schedulesAndHealthAreSeen() throws Exception {
        assertThat(tree(governor.get(TestGovernor.READER, "/v1/schedules")).get("items"))
                .hasSize(1);
        assertThat(tree(governor.get(TestGovernor.READER, "/v1/health"))
                        .get("version")
                        .textValue())
                .isEqualTo("0.1.0");
    }

    private void verb(String token, String verb, String body) {
        HttpResponse<String> response = governor.post(token, "/v1/rollouts/r-1/" + verb, body);
        assertThat(response.statusCode()).as(verb + ": " + response.body()).isEqualTo(200);
    }

    static JsonNode tree(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isLessThan(300);
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }
}
