package io.nhigovernor.governor.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private static TestGovernor governor;

    @BeforeAll
    static void start() {
        governor = new TestGovernor();
        governor.post(TestGovernor.OPERATOR, "/v1/rollouts", "{\"ringPlan\":\"payments\",\"reason\":\"quarterly\"}");
    }

    @AfterAll
    static void stop() {
        governor.close();
    }

    /** Which of the four tokens get past the door of which route. */
    @ParameterizedTest
    @CsvSource({
        "GET /v1/rollouts, true, true, true, false",
        "GET /v1/rollouts/r-1, true, true, true, false",
        "GET /v1/rollouts/r-1/evidence, true, true, true, false",
        "GET /v1/documents, true, true, true, false",
        "GET /v1/schedules, true, true, true, false",
        "GET /v1/ledger, true, true, true, false",
        "GET /v1/ledger/key, true, true, true, false",
        "GET /v1/ledger/export, true, true, true, false",
        "GET /v1/health, true, true, true, false",
        "GET /v1/signals, true, true, true, false",
        "GET /v1/openapi.json, true, true, true, true",
        "POST /v1/documents, true, false, false, false",
        "POST /v1/rollouts, true, false, false, false",
        "POST /v1/rollouts/r-1/approve, false, true, false, false",
        "POST /v1/rollouts/r-1/waive, false, true, false, false",
        "POST /v1/rollouts/r-1/retry, true, false, false, false",
        "POST /v1/rollouts/r-1/start, true, false, false, false",
        "POST /v1/rollouts/r-1/hold, true, false, false, false",
        "POST /v1/rollouts/r-1/resume, true, false, false, false",
        "POST /v1/rollouts/r-1/promote, true, false, false, false",
        "POST /v1/rollouts/r-1/halt, true, false, false, false",
        "POST /v1/rollouts/r-1/restore, true, false, false, false",
        "POST /v1/rollouts/r-1/exclude, true, false, false, false",
        "POST /v1/signals, false, false, false, true",
    })
    void scopesReachThisFar(String route, boolean operator, boolean approver, boolean reader, boolean reporter) {
        assertThat(passes(route, TestGovernor.OPERATOR)).isEqualTo(operator);
        assertThat(passes(route, TestGovernor.APPROVER)).isEqualTo(approver);
        assertThat(passes(route, TestGovernor.READER)).isEqualTo(reader);
        assertThat(passes(route, TestGovernor.REPORTER)).isEqualTo(reporter);
    }

    private static boolean passes(String route, String token) {
        String path = route.split(" ")[1];
        HttpResponse<String> response =
                route.startsWith("GET") ? governor.get(token, path) : governor.post(token, path, "{\"unknown\":1}");
        boolean refused = response.statusCode() == 403 && response.body().contains("A4030");
        if (refused) {
            assertThat(response.body()).contains("lacks scope");
        }
        return !refused;
    }

    @Test
    void aWrongOrAbsentTokenIs401AndSaysHow() throws Exception {
        HttpResponse<String> wrong = governor.get("guessed", "/v1/rollouts");
        BadRequestTest.problem(wrong, 401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"nhi-governor\"");
        BadRequestTest.problem(governor.send(HttpRequest.newBuilder(governor.uri("/v1/rollouts"))), 401);
        BadRequestTest.problem(governor.get("x".repeat(9_000), "/v1/rollouts"), 401);
    }

    @Test
    void theLedgersActorIsTheTokensName() {
        governor.post(TestGovernor.OPERATOR, "/v1/rollouts/r-1/hold", "{\"reason\":\"lunch\"}");
        assertThat(governor.operations.callers).last().satisfies(caller -> {
            assertThat(caller.name()).isEqualTo("alice");
            assertThat(caller.method()).isEqualTo("token");
        });
    }

    @Test
    void onlyTheDigestOfAValueIsKept() {
        Token token = new Token("a", Set.of(new Scope.Read()), TokenBook.digest("value"), Set.of());
        assertThat(token.toString()).doesNotContain("value").contains(TokenBook.digest("value"));
    }

    @Test
    void clearTextLeavesLoopbackOnlyUnderTls() {
        assertThat(Listen.on("127.0.0.1", 0, Optional.empty()).refusal()).isEmpty();
        assertThat(Listen.on("localhost", 0, Optional.empty()).refusal()).isEmpty();
        assertThat(Listen.on("::1", 0, Optional.empty()).refusal()).isEmpty();
        for (String host : new String[] {"0.0.0.0", "10.0.0.1", "::", "governor.example", "127.evil.example"}) {
            assertThat(Listen.on(host, 0, Optional.empty()).refusal())
                    .as(host)
                    .hasValueSatisfying(text -> assertThat(text).contains(host, "tls.certificate"));
        }
    }
}
