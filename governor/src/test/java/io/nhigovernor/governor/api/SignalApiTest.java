package io.nhigovernor.governor.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignalApiTest {
    private static final String EVENT = "{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"estate\","
            + "\"type\":\"nhi-governor.signal.v1\",\"time\":\"2026-11-21T03:00:00Z\","
            + "\"data\":{\"identity\":\"billing\",\"outcome\":\"ok\"}}";
    private static TestGovernor governor;

    @BeforeAll
    static void start() {
        governor = new TestGovernor();
    }

    @AfterAll
    static void stop() {
        governor.close();
    }

    @Test
    void aDeliveryIsAnswered202WithItsCounts() throws Exception {
        HttpResponse<String> response = send(EVENT, "application/cloudevents+json");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(response.body()).isEqualTo("{\"accepted\":1,\"duplicates\":0,\"quarantined\":0}");
        JsonNode counts = RolloutApiTest.tree(governor.get(TestGovernor.READER, "/v1/signals"));
        assertThat(counts.get("counters").get("ACCEPTED").intValue()).isPositive();
    }

    @Test
    void binaryModeWorksOverRealHeaders() {
        HttpResponse<String> response = governor.post(
                TestGovernor.REPORTER,
                "/v1/signals",
                "{\"identity\":\"billing\",\"outcome\":\"fail\",\"at\":\"2026-11-21T02:59:59Z\"}",
                "ce-specversion",
                "1.0",
                "ce-id",
                "b%201",
                "ce-source",
                "estate",
                "ce-type",
                "nhi-governor.signal.v1");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(governor.operations.signals)
                .last()
                .satisfies(signal -> assertThat(signal.id()).isEqualTo("b 1"));
    }

    @Test
    void aFullBufferIs429WithATimeToComeAgain() throws Exception {
        governor.operations.full = true;
        try {
            HttpResponse<String> response = send(EVENT.replace("e1", "e2"), "application/cloudevents+json");
            assertThat(BadRequestTest.problem(response, 429).get("code").textValue())
                    .isEqualTo("A4290");
            assertThat(response.headers().firstValue("Retry-After")).contains("1");
        } finally {
            governor.operations.full = false;
        }
    }

    @Test
    void eachRefusalHasItsStatus() throws Exception {
        BadRequestTest.problem(send("{", "application/cloudevents+json"), 400);
        BadRequestTest.problem(send("{}", "text/plain"), 415);
        BadRequestTest.problem(send(EVENT.replace("estate", "vault"), "application/cloudevents+json"), 403);
        BadRequestTest.problem(send("[" + " ".repeat(1_100_000) + "]", "application/cloudevents-batch+json"), 413);
    }

    private static HttpResponse<String> send(String body, String type) {
        return governor.post(TestGovernor.REPORTER, "/v1/signals", body, "Content-Type", type);
    }
}
