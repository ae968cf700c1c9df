package io.nhigovernor.governor.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.wire.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Speaks with one governor as the holder of one token. */
final class ApiClient {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(40);
    /** An order that reads much outside first: a plan of ten thousand credentials. */
    private static final Duration ORDER_WITHIN = Duration.ofMinutes(20);

    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);
    /** What the API says of an order that is still under way: it did not answer in time, and the first request still runs. */
    private static final Set<String> UNDER_WAY = Set.of("A5030", "A4090");

    private final HttpClient http;
    private final URI server;
    private final String token;

    ApiClient(URI server, String token, Optional<SSLContext> trust) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).version(HttpClient.Version.HTTP_1_1);
        trust.ifPresent(builder::sslContext);
        this.http = builder.build();
        this.server = server;
        this.token = token;
    }

    URI server() {
        return server;
    }

    Response get(String path) {
        return send(request(path).GET());
    }

    /** Each order carries a key of its own, so that it is given once however often it is sent: until it is answered. */
    Response post(String path, Object body) {
        HttpRequest.Builder order = request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
        long until = System.nanoTime() + ORDER_WITHIN.toNanos();
        while (true) {
            Response response = send(order);
            if (!underWay(response) || System.nanoTime() > until) {
                return response;
            }
            try {
                Thread.sleep(ASK_AGAIN_AFTER);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static boolean underWay(Response response) {
        return response instanceof Response.Refused refused
                && refused.problems().stream().anyMatch(problem -> UNDER_WAY.contains(problem.code()));
    }

    /** Hands the bytes of a long answer on. Empty when all arrived. */
    Optional<Response> download(String path, Download download) {
        try {
            HttpResponse<InputStream> response =
                    http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                if (response.statusCode() != 200) {
                    return Optional.of(refused(response.statusCode(), in.readAllBytes()));
                }
                download.take(in);
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.of(unreachable(e));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    interface Download {
        void take(InputStream in) throws IOException;
    }

    /** Calls {@code line} for each line of the event stream until it ends or breaks. */
    void events(Consumer<String> line) throws InterruptedException {
        try {
            HttpResponse<Stream<String>> response =
                    http.send(request("/v1/events").GET().build(), HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                lines.forEach(line);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            line.accept("");
        }
    }

    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Response send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    http.send(request.timeout(ANSWER_WITHIN).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                return refused(response.statusCode(), response.body());
            }
            return new Response.Ok(Json.parse(response.body()));
        } catch (JsonProcessingException e) {
            return foreign();
        } catch (IOException e) {
            return unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Response refused(int status, byte[] text) {
        try {
            JsonNode body = Json.parse(text);
            List<Problem> problems = new ArrayList<>();
            for (JsonNode problem : body.path("problems")) {
                problems.add(Json.convert(problem, Problem.class));
            }
            return problems.isEmpty() ? foreign() : new Response.Refused(status, problems, body);
        } catch (JsonProcessingException e) {
            return foreign();
        }
    }

    private Response foreign() {
        return new Response.Unreachable(Problem.of(
                "A6002", "what answers at " + server + " is not a governor of this version", "Check --server."));
    }

    private Response unreachable(IOException e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new Response.Unreachable(Problem.of(
                "A6001",
                "the governor at " + server + " cannot be reached: " + why,
                "Start it with governor serve, or name it with --server."));
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for the governor", e);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + token);
    }

    static JsonNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}
