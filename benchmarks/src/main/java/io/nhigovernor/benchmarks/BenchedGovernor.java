package io.nhigovernor.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.testkit.servers.Ports;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The whole governor as a process of its own, started as {@code bin/governor serve} starts it: its engine, its embedded store with the
 * durable ledger, the Vault connector and its tail of the audit log, and its HTTP interface. Engine defaults, but for how long restored
 * targets are read again.
 */
final class BenchedGovernor implements AutoCloseable {
    /** Permits of the engine's forward lane by default: so many requests are under way at once, here and at the floor. */
    static final int PERMITS = 8;

    private static final Duration UP_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int DOCUMENTS_AT_ONCE = 1_000;
    private static final Set<String> ENDED = Set.of("COMPLETED", "RESTORED", "PARTIAL", "HALTED");
    /** More options of its JVM, for profiling. */
    private static final String OPTIONS = "benchmark.governor.options";

    private final Process process;
    private final Path folder;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Api operator;
    private final Api approver;
    private final Api verifiers;

    BenchedGovernor(Path folder, Map<String, String> vaultSection) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        int port = Ports.free();
        var base = URI.create("http://127.0.0.1:" + port);
        operator = new Api(client, base, secret());
        approver = new Api(client, base, secret());
        verifiers = new Api(client, base, secret());
        Files.createDirectories(folder.resolve("positions"));
        var configuration = Map.of(
                "data", folder.resolve("data").toString(),
                "listen", Map.of("host", "127.0.0.1", "port", port),
                "tokens",
                        List.of(
                                Map.of(
                                        "name",
                                        "operator",
                                        "scopes",
                                        List.of("operate"),
                                        "sha256",
                                        digest(operator.token())),
                                Map.of(
                                        "name",
                                        "approver",
                                        "scopes",
                                        List.of("approve"),
                                        "sha256",
                                        digest(approver.token())),
                                Map.of(
                                        "name",
                                        "verifiers",
                                        "scopes",
                                        List.of("signal:verifiers"),
                                        "identities",
                                        List.of("*"),
                                        "sha256",
                                        digest(verifiers.token()))),
                "connectors", Map.of("vault", vaultSection),
                "engine", Map.of("reassertFor", "PT2S", "reassertEvery", "PT1S"));
        var file = folder.resolve("governor.json");
        Files.write(file, Api.JSON.writeValueAsBytes(configuration));
        process = spawn(file);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
        awaitUp();
    }

    private Process spawn(Path configuration) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:-HeapDumpOnOutOfMemoryError",
                "-Xlog:gc:file=" + folder.resolve("gc.log")));
        for (var option : System.getProperty(OPTIONS, "").split(" ")) {
            if (!option.isEmpty()) {
                command.add(option);
            }
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "io.nhigovernor.governor.GovernorMain",
                "serve",
                "--config",
                configuration.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.resolve("governor.log").toString()))
                .start();
    }

    private static String secret() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void awaitUp() throws IOException, InterruptedException {
        long until = System.nanoTime() + UP_WITHIN.toNanos();
        while (true) {
            try {
                operator.get("/v1/health");
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    throw new IOException(
                            "the governor does not come up:\n" + Files.readString(folder.resolve("governor.log")), e);
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }

    /** Where verifiers report what they saw. */
    Api verifiers() {
        return verifiers;
    }

    /** Takes the documents of these targets down, with their ring plan. */
    void apply(Targets targets, List<Credential> credentials, String window) throws IOException, InterruptedException {
        for (int from = 0; from < credentials.size(); from += DOCUMENTS_AT_ONCE) {
            var some = credentials.subList(from, Math.min(from + DOCUMENTS_AT_ONCE, credentials.size()));
            apply(targets.documents(some));
        }
        apply(targets.ringPlan(window));
    }

    private void apply(String text) throws IOException, InterruptedException {
        operator.post("/v1/documents", Map.of("files", List.of(Map.of("name", "benchmark.yaml", "text", text))));
    }

    /** Proposes, has it approved, and waives what stands before a start after restores. @return its id */
    String propose(Targets targets) throws IOException, InterruptedException {
        var proposed = operator.post("/v1/rollouts", Map.of("ringPlan", targets.plan(), "reason", "measured"));
        var id = proposed.path("id").asText();
        approver.post(
                "/v1/rollouts/" + id + "/approve",
                Map.of("digest", proposed.path("digest").asText()));
        approver.post("/v1/rollouts/" + id + "/waive", Map.of("reason", "restored on purpose", "expires", "PT8H"));
        return id;
    }

    void start(String rollout) throws IOException, InterruptedException {
        operator.post("/v1/rollouts/" + rollout + "/start", Map.of());
    }

    JsonNode rollout(String rollout) throws IOException, InterruptedException {
        return operator.get("/v1/rollouts/" + rollout);
    }

    /** Where each target stands. */
    void eachTarget(String rollout, Consumer<JsonNode> one) throws IOException, InterruptedException {
        var cursor = "";
        do {
            var page = operator.get("/v1/rollouts/" + rollout + "/evidence?limit=1000" + cursor);
            page.path("items").forEach(one);
            cursor = page.hasNonNull("next") ? "&cursor=" + page.path("next").asText() : "";
        } while (!cursor.isEmpty());
    }

    /** @return the phase it ended in */
    String awaitEnd(String rollout, Callers callers, Duration within) throws IOException, InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < until) {
            for (var item : operator.get("/v1/rollouts?limit=1000").path("items")) {
                if (item.path("id").asText().equals(rollout)
                        && ENDED.contains(item.path("phase").asText())) {
                    return item.path("phase").asText();
                }
            }
            requireAlive();
            callers.requireWell();
            LockSupport.parkNanos(LOOK.toNanos());
        }
        throw new IOException(rollout + " has not ended within " + within);
    }

    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the governor ended:\n" + Files.readString(folder.resolve("governor.log")));
        }
    }

    /** Every move of a state machine that the ledger records of this rollout, in order. */
    List<Move> moves(String rollout) throws IOException, InterruptedException {
        var moves = new ArrayList<Move>();
        try (var lines = new BufferedReader(
                new InputStreamReader(operator.stream("/v1/ledger/export"), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                // Verdicts carry their evidence, and are large.
                if (line.contains("\"MOVED\"") && line.contains(rollout)) {
                    Move.of(Api.JSON.readTree(line), rollout).ifPresent(moves::add);
                }
            }
        }
        return moves;
    }

    Memory memory() throws IOException {
        return Memory.of(process.pid(), folder.resolve("gc.log"), folder.resolve("data"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
    }
}
