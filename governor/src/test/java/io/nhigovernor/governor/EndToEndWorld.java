package io.nhigovernor.governor;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.connectors.local.LocalConnectorFactory;
import io.nhigovernor.connectors.local.LocalEnrolment;
import io.nhigovernor.governor.api.TokenBook;
import io.nhigovernor.governor.config.ConfigReader;
import io.nhigovernor.governor.config.GovernorConfig;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Fingerprint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A whole governor in this process: its real store, connector and HTTP interface, in a directory of its own. */
final class EndToEndWorld implements AutoCloseable {
    private static final Map<String, Object> ENGINE = Map.of(
            "tick", "PT0.05S",
            "requestDeadline", "PT2S",
            "horizon", "PT0.5S",
            "retryDelay", "PT0.1S",
            "retryDelayMax", "PT1S",
            "reassertFor", "PT0.5S",
            "reassertEvery", "PT0.2S",
            "lookEvery", "PT0.5S");

    private final HttpClient http = HttpClient.newHttpClient();
    final Path root;
    final Governor governor;

    /** An answer, with its body read as JSON if it is JSON. */
    record Answer(int status, JsonNode body, HttpResponse<String> response) {
        /** Code and text of every problem, in order. */
        List<String> problems() {
            List<String> texts = new ArrayList<>();
            body.path("problems")
                    .forEach(problem -> texts.add(problem.path("code").asText() + " "
                            + problem.path("text").asText()));
            return texts;
        }

        String code() {
            return body.path("code").asText();
        }
    }

    EndToEndWorld(Path root) throws IOException {
        this(root, Map.of());
    }

    /** @param connectors further ones, by name, with their settings */
    EndToEndWorld(Path root, Map<String, Map<String, String>> connectors) throws IOException {
        this.root = root;
        Map<String, Object> configuration = configuration();
        Map<String, Object> all = new LinkedHashMap<>(connectors);
        all.put("local", section());
        configuration.put("connectors", all);
        this.governor = new Governor(config(configuration));
    }

    /** The configuration as a person would write it. */
    Map<String, Object> configuration() {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("data", root.resolve("data").toString());
        configuration.put("listen", Map.of("port", 0));
        configuration.put(
                "tokens",
                List.of(
                        token("alice", List.of("operate", "approve"), List.of()),
                        token("bob", List.of("approve"), List.of()),
                        token("reader", List.of("read"), List.of()),
                        token("svc", List.of("signal:svc"), List.of("web", "job"))));
        configuration.put("connectors", Map.of("local", section()));
        configuration.put("engine", ENGINE);
        return configuration;
    }

    private Map<String, String> section() {
        return Map.of(
                "home", root.resolve("local").toString(),
                "keyFile", root.resolve("local.key").toString(),
                "createKey", "true",
                "settle", "PT0.1S",
                "certificateLifetime", "PT3S");
    }

    private static Map<String, Object> token(String name, List<String> scopes, List<String> identities) {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("name", name);
        token.put("scopes", scopes);
        token.put("sha256", TokenBook.digest("token-of-" + name));
        if (!identities.isEmpty()) {
            token.put("identities", identities);
        }
        return token;
    }

    GovernorConfig config(Map<String, Object> configuration) throws IOException {
        return switch (read(configuration)) {
            case ConfigReader.Loaded.Known known -> known.config();
            case ConfigReader.Loaded.Wrong wrong -> throw new IllegalArgumentException(wrong.toString());
        };
    }

    ConfigReader.Loaded read(Map<String, Object> configuration) throws IOException {
        Path file = root.resolve("governor.json");
        Files.createDirectories(root);
        Files.writeString(file, Json.write(configuration));
        return new ConfigReader(Wiring.seams().yaml()).read(file);
    }

    /** Somebody else, who has the same power over the local connector's home. */
    Connector stranger() {
        return new LocalConnectorFactory().open(section());
    }

    /** As {@code governor enrol} does it. */
    Fingerprint enrol(String credential, CredentialKind kind, String... holders) throws IOException {
        var settings = ConnectorSettings.of("local", Map.of());
        var result = LocalEnrolment.open(section())
                .enrol(new Credential(credential, kind, List.of(holders), settings, settings, List.of()));
        if (result instanceof Enrolment.Result.Enrolled enrolled) {
            return enrolled.first();
        }
        throw new IOException(result.toString());
    }

    /** What a holder reads. */
    String delivered(String holder, String credential, String file) throws IOException {
        return Files.readString(root.resolve("local/delivered")
                .resolve(holder)
                .resolve(credential.replace('/', '~'))
                .resolve("current")
                .resolve(file));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + governor.port());
    }

    Answer get(String token, String path) {
        return send(request(token, path).GET());
    }

    Answer post(String token, String path, Object body, String... headers) {
        return text(token, path, Json.write(body), headers);
    }

    Answer text(String token, String path, String body, String... headers) {
        HttpRequest.Builder request = request(token, path)
                .header(
                        "Content-Type",
                        path.equals("/v1/signals") ? "application/cloudevents+json" : "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int index = 0; index < headers.length; index += 2) {
            request.setHeader(headers[index], headers[index + 1]);
        }
        return send(request);
    }

    Answer apply(Map<String, String> files) {
        List<Map<String, String>> texts = new ArrayList<>();
        files.forEach((name, text) -> texts.add(Map.of("name", name, "text", text)));
        return post("alice", "/v1/documents", Map.of("files", texts));
    }

    HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(address().resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer token-of-" + token);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode body = type.contains("json") && !type.contains("jsonl")
                    ? Json.parse(response.body().getBytes(StandardCharsets.UTF_8))
                    : Json.tree(Map.of());
            return new Answer(response.statusCode(), body, response);
        } catch (IOException e) {
            throw new AssertionError("the governor did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Two service accounts, each with a secret of its own, and a plan of two rings. */
    static Map<String, String> documents() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("estate.yaml", """
                kind: Identity
                id: web
                owner: team-a
                tier: low
                cadence: PT0.1S
                ---
                kind: Identity
                id: job
                owner: team-a
                tier: normal
                cadence: PT0.1S
                ---
                kind: Credential
                id: secret/web
                type: SECRET
                holders: [web]
                verifier: {connector: local}
                delivery: {connector: local}
                ---
                kind: Credential
                id: secret/job
                type: SECRET
                holders: [job]
                verifier: {connector: local}
                delivery: {connector: local}
                ---
                kind: Credential
                id: certificate/web
                type: CERTIFICATE
                holders: [web]
                verifier: {connector: local}
                delivery: {connector: local}
                """);
        files.put(
                "plans.yaml",
                plan("tiny", "[secret/web, secret/job]", "[job]")
                        + "---\n"
                        + plan("again", "[secret/web]", "[job]")
                        + "---\n" + plan("renewal", "[certificate/web]", "[web]"));
        return files;
    }

    private static String plan(String id, String credentials, String second) {
        return """
                kind: RingPlan
                id: %s
                credentials: {ids: %s}
                baseline: PT1S
                watch: PT1S
                quarantine: PT0.5S
                onRestore: rollout
                rings:
                  - name: one
                    select: {identities: [web]}
                    gate: {minWindow: PT1S, maxWindow: PT30S, settle: PT0.1S, maxCacheTtl: PT0.5S, promise: proof-of-life}
                    quiet: PT0.3S
                    adoptBy: PT10S
                    returnBy: PT10S
                  - name: two
                    select: {identities: %s}
                    gate: {minWindow: PT1S, maxWindow: PT30S, settle: PT0.1S, maxCacheTtl: PT0.5S, promise: proof-of-life}
                    quiet: PT0.3S
                    adoptBy: PT10S
                    returnBy: PT10S
                """.formatted(id, credentials, second);
    }

    @Override
    public void close() {
        governor.close();
    }
}
