package io.nhigovernor.governor.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.json.Json;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadRequestTest {
    private static TestGovernor governor;

    @BeforeAll
    static void start() {
        governor = new TestGovernor();
    }

    @AfterAll
    static void stop() {
        governor.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/rollouts|{|A4001|line 1, column",
                "/v1/rollouts|{\"ringPlan\":\"a\",\"ringPlan\":\"b\",\"reason\":\"r\"}|A4001|Duplicate",
                "/v1/rollouts|{\"ringPlan\":\"a\",\"reason\":\"r\"} x|A4001|line 1",
                "/v1/rollouts|[]|A4005|the body must be an object",
                "/v1/rollouts|{\"ringPlan\":\"a\",\"reasn\":\"r\"}|A4004|reason is missing",
                "/v1/rollouts|{\"ringPlan\":7,\"reason\":\"r\"}|A4005|ringPlan must be a text",
                "/v1/rollouts|{\"ringPlan\":\"a\",\"reason\":\" \"}|A4005|reason must have 1 to 500 characters",
                "/v1/rollouts|{\"ringPlan\":\"a\",\"reason\":\"x\\u001b[2J\"}|A4005|reason must not hold control",
                "/v1/rollouts/r-1/hold|{\"reason\":\"x\",\"expires\":\"P367D\"}|A4005|expires lies more than 366 days ahead",
                "/v1/rollouts/r-1/retry|{}|A4004|cause is missing",
                "/v1/rollouts/r-1/hold|{\"reason\":\"x\",\"expires\":\"noon\"}|A4005|expires must be an instant",
                "/v1/rollouts|{\"ringPlan\":\"a\",\"reason\":\"x\\u202e\"}|A4005|reason must not hold control",
                "/v1/rollouts/r-1/restore|{\"reason\":\"r\"}|A4005|ring or identity must be given",
                "/v1/rollouts/r-1/restore|{\"reason\":\"r\",\"ring\":\"a\",\"identity\":\"b\"}|A4005|exactly one of both",
                "/v1/rollouts/r-1/start|{\"force\":true}|A4003|force is not a known field",
                "/v1/documents?dryRun=maybe|{}|A4002|dryRun must be true or false",
                "/v1/documents?dryrun=true|{}|A4002|dryrun is not a known query parameter",
                "/v1/documents|{\"files\":[{\"name\":\"a\"}]}|A4004|files[0].text is missing",
            })
    void eachBadBodyGetsItsOwnSentence(String path, String body, String code, String sentence) throws Exception {
        HttpResponse<String> response = governor.post(TestGovernor.OPERATOR, path, body);
        JsonNode problem = problem(response, 400);
        assertThat(problem.get("code").textValue()).isEqualTo(code);
        assertThat(problem.get("detail").textValue()).contains(sentence);
        assertThat(problem.get("problems").get(0).get("remedy").textValue()).isNotBlank();
    }

    @Test
    void allProblemsOfABodyComeAtOnceAndAMistypedNameIsRecognised() throws Exception {
        JsonNode problem =
                problem(governor.post(TestGovernor.OPERATOR, "/v1/rollouts", "{\"ringPlam\":\"a\",\"reason\":3}"), 400);
        assertThat(problem.get("problems")).hasSize(3);
        assertThat(problem.toString())
                .contains("ringPlan is missing", "reason must be a text", "Did you mean ringPlan?");
    }

    @Test
    void allProblemsOfAQueryComeAtOnce() throws Exception {
        JsonNode unknown = problem(governor.get(TestGovernor.OPERATOR, "/v1/ledger?frm=1&limit=1&limit=2"), 400);
        assertThat(unknown.get("problems")).hasSize(2);
        assertThat(unknown.toString()).contains("frm is not a known query parameter", "from?", "limit is given twice");

        JsonNode wrong = problem(governor.get(TestGovernor.OPERATOR, "/v1/ledger?from=0&limit=x"), 400);
        assertThat(wrong.get("problems")).hasSize(2);
        assertThat(wrong.toString()).contains("from must be a sequence number", "limit must be a whole number");

        JsonNode page = problem(governor.get(TestGovernor.OPERATOR, "/v1/documents?limit=0&cursor=*"), 400);
        assertThat(page.get("problems")).hasSize(2);
    }

    @Test
    void deepJsonIsRefusedAtDepth64() throws Exception {
        String bomb = "[".repeat(200_000);
        JsonNode problem = problem(governor.post(TestGovernor.OPERATOR, "/v1/documents", bomb), 400);
        assertThat(problem.get("code").textValue()).isEqualTo("A4001");
        assertThat(problem.get("detail").textValue()).contains("64");
    }

    @Test
    void documentProblemsKeepFileLineAndField() throws Exception {
        String body = "{\"files\":[{\"name\":\"rings/a.yaml\",\"text\":\"kind: Wrong\"}]}";
        JsonNode problem = problem(governor.post(TestGovernor.OPERATOR, "/v1/documents", body), 400);
        JsonNode first = problem.get("problems").get(0);
        assertThat(first.get("file").textValue()).isEqualTo("rings/a.yaml");
        assertThat(first.get("line").intValue()).isEqualTo(1);
        assertThat(first.get("field").textValue()).isEqualTo("kind");
        assertThat(problem.get("problems").get(1).has("file")).isFalse();
        assertThat(problem.get("detail").textValue()).contains("(and 1 more)");
    }

    @Test
    void aBodyTooLargeIs413WhetherDeclaredOrChunked() throws Exception {
        String large = "{\"reason\":\"" + "x".repeat(70_000) + "\"}";
        JsonNode declared = problem(governor.post(TestGovernor.OPERATOR, "/v1/rollouts", large), 413);
        assertThat(declared.get("code").textValue()).isEqualTo("A4130");
        HttpRequest.Builder chunked = governor.request(TestGovernor.OPERATOR, "/v1/rollouts")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArrays(
                        List.of(large.getBytes(StandardCharsets.UTF_8), new byte[100])));
        problem(governor.send(chunked), 413);
    }

    @Test
    void aWrongContentTypeOrEncodingIs415() throws Exception {
        JsonNode type =
                problem(governor.post(TestGovernor.OPERATOR, "/v1/rollouts", "a=b", "Content-Type", "text/plain"), 415);
        assertThat(type.get("code").textValue()).isEqualTo("A4150");
        assertThat(type.get("detail").textValue()).contains("text/plain");
        JsonNode encoding = problem(
                governor.post(
                        TestGovernor.OPERATOR,
                        "/v1/rollouts",
                        "{}",
                        "Content-Encoding",
                        "br",
                        "Content-Type",
                        "application/json"),
                415);
        assertThat(encoding.get("code").textValue()).isEqualTo("A4151");
    }

    @Test
    void anUnknownRouteIs404AndAWrongMethodIs405() throws Exception {
        assertThat(problem(governor.get(TestGovernor.READER, "/v1/rollout"), 404)
                        .get("code")
                        .textValue())
                .isEqualTo("A4040");
        HttpResponse<String> wrong = governor.send(
                governor.request(TestGovernor.OPERATOR, "/v1/rollouts").DELETE());
        assertThat(problem(wrong, 405).get("code").textValue()).isEqualTo("A4050");
        assertThat(wrong.headers().firstValue("Allow")).contains("GET, POST");
    }

    @Test
    void anUnknownRolloutIs404() throws Exception {
        assertThat(problem(governor.get(TestGovernor.READER, "/v1/rollouts/none"), 404)
                        .get("code")
                        .textValue())
                .isEqualTo("A4041");
        problem(governor.get(TestGovernor.READER, "/v1/rollouts/none/evidence"), 404);
    }

    @Test
    void badPagingIsSaid() throws Exception {
        problem(governor.get(TestGovernor.READER, "/v1/rollouts?limit=0"), 400);
        problem(governor.get(TestGovernor.READER, "/v1/rollouts?cursor=%25"), 400);
        problem(governor.get(TestGovernor.READER, "/v1/ledger?from=x"), 400);
        problem(governor.get(TestGovernor.READER, "/v1/ledger?from=1&from=2"), 400);
    }

    @Test
    void aBodyThatDripsIsGivenUp() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", governor.port())) {
            socket.getOutputStream()
                    .write(("POST /v1/rollouts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestGovernor.OPERATOR
                                    + "\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{")
                            .getBytes(StandardCharsets.UTF_8));
            socket.setSoTimeout(5_000);
            InputStream in = socket.getInputStream();
            String answer = new String(in.readNBytes(12), StandardCharsets.UTF_8);
            assertThat(answer).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void aBugIsAnswered500WithoutItsText() throws Exception {
        governor.operations.broken = true;
        try {
            JsonNode problem = problem(
                    governor.post(TestGovernor.OPERATOR, "/v1/rollouts", "{\"ringPlan\":\"a\",\"reason\":\"r\"}"), 500);
            assertThat(problem.get("code").textValue()).isEqualTo("A5000");
            assertThat(problem.toString()).doesNotContain("secret");
        } finally {
            governor.operations.broken = false;
        }
    }

    static JsonNode problem(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("Server")).isEmpty();
        JsonNode problem = Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("type").textValue())
                .isEqualTo("urn:nhi-governor:problem:" + problem.get("code").textValue());
        return problem;
    }
}
