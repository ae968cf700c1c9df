package io.nhigovernor.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** The governor's HTTP interface, asked with one token. */
record Api(HttpClient client, URI base, String token) {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** How long an order may be under way: a plan reads all its credentials first. */
    private static final Duration ORDER_WITHIN = Duration.ofMinutes(20);

    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);
    /** What is said of an order that is still under way. */
    private static final Set<String> UNDER_WAY = Set.of("A5030", "A4090");

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(sent(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray()));
    }

    InputStream stream(String path) throws IOException, InterruptedException {
        return sent(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return post(path, body, "application/json");
    }

    JsonNode post(String path, Object body, String type) throws IOException, InterruptedException {
        var request = request(path)
                .header("Content-Type", type)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        long until = System.nanoTime() + ORDER_WITHIN.toNanos();
        var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        while (underWay(response) && System.nanoTime() < until) {
            Thread.sleep(ASK_AGAIN_AFTER);
            response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
        return JSON.readTree(good(request, response));
    }

    private static boolean underWay(HttpResponse<byte[]> response) throws IOException {
        return response.statusCode() / 100 != 2
                && UNDER_WAY.contains(
                        JSON.readTree(response.body()).path("code").asText());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).header("Authorization", "Bearer " + token);
    }

    private <T> T sent(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return good(request, client.send(request, handler));
    }

    private static <T> T good(HttpRequest request, HttpResponse<T> response) throws IOException {
        if (response.statusCode() / 100 != 2) {
            var body = response.body() instanceof byte[] bytes
                    ? JSON.readTree(bytes).toString()
                    : "";
            throw new IOException(request.method() + " " + request.uri().getPath() + " was answered with "
                    + response.statusCode() + ": " + body.substring(0, Math.min(body.length(), 2_000)));
        }
        return response.body();
    }
}
