package io.nhigovernor.samples.estate.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Talks to one HTTP interface with one token, and keeps every answer it got as a file, for the leak scan. */
public final class Api implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String token;
    private final Path captures;
    private int number;

    /** @param token empty for none */
    public Api(URI base, String token, Path captures) throws IOException {
        this.base = base;
        this.token = token;
        this.captures = Files.createDirectories(captures);
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(bytes(path));
    }

    public byte[] bytes(String path) throws IOException, InterruptedException {
        return send("GET " + path, request(path).GET().build());
    }

    public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        var request = request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        return JSON.readTree(send("POST " + path, request.build()));
    }

    /** Applies the three files of documents that lie there. */
    public void apply(Path documents) throws IOException, InterruptedException {
        var body = JSON.createObjectNode();
        var files = body.putArray("files");
        for (var name : List.of("identities.yaml", "credentials.yaml", "ring-plans.yaml")) {
            files.addObject().put("name", name).put("text", Files.readString(documents.resolve(name)));
        }
        post("/v1/documents", body);
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private byte[] send(String what, HttpRequest request) throws IOException, InterruptedException {
        var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        Files.write(captures.resolve("%06d".formatted(number++)), response.body());
        if (response.statusCode() / 100 != 2) {
            throw new Refused(
                    what, response.statusCode(), new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return response.body();
    }

    /** An answer other than yes. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String what, int status, String body) {
            super(what + " was answered with " + status + ": " + body);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
