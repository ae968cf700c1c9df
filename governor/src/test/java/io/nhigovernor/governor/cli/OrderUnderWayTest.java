package io.nhigovernor.governor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An order whose first answer is that there is none yet: what a plan of many credentials meets. */
class OrderUnderWayTest {
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> keys = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void begin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/rollouts", this::answer);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void itIsAskedForAgainUnderItsOwnKeyUntilItIsAnswered() {
        answers.addAll(List.of(problem(503, "A5030"), problem(409, "A4090"), "201 {\"id\":\"yearly-1\"}"));
        var response = client().post("/v1/rollouts", Map.of());
        assertThat(response)
                .isInstanceOfSatisfying(
                        Response.Ok.class,
                        ok -> assertThat(ok.body().path("id").asText()).isEqualTo("yearly-1"));
        assertThat(keys).hasSize(3).containsOnly(keys.getFirst());
    }

    @Test
    void anyOtherRefusalIsTheAnswer() {
        answers.add(problem(409, "E2102"));
        assertThat(client().post("/v1/rollouts", Map.of())).isInstanceOf(Response.Refused.class);
        assertThat(keys).hasSize(1);
    }

    private ApiClient client() {
        return new ApiClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "a-token", Optional.empty());
    }

    private static String problem(int status, String code) {
        return status + " {\"code\":\"" + code + "\",\"problems\":[{\"code\":\"" + code
                + "\",\"text\":\"as a test says\",\"remedy\":\"none\"}]}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        var answer = answers.remove();
        var body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
