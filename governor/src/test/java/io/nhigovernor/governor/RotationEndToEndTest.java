package io.nhigovernor.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.cli.Cli;
import io.nhigovernor.governor.cli.Terminal;
import io.nhigovernor.spi.CredentialKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One small rotation from its first document to its evidence, over HTTP, as a person and a service see it. */
class RotationEndToEndTest {
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(60);
    private final List<String> events = new CopyOnWriteArrayList<>();

    @TempDir
    Path root;

    @Test
    @Timeout(60)
    void aSecretMovesThroughTwoRingsOnEvidenceAndTheAuditorCanCheckIt() throws Exception {
        try (var world = new EndToEndWorld(root)) {
            var priors = Set.of(
                    world.enrol("secret/web", CredentialKind.SECRET, "web").value(),
                    world.enrol("secret/job", CredentialKind.SECRET, "job").value());
            assertThat(world.apply(EndToEndWorld.documents()).status()).isEqualTo(200);
            Thread caller = Thread.ofVirtual().start(() -> call(world));
            Thread listener = Thread.ofVirtual().start(() -> listen(world));
            until(world, "/v1/health", "signalsTaken", "[3-9]\\d|\\d{3,}");

            var proposed = world.post("alice", "/v1/rollouts", Map.of("ringPlan", "tiny", "reason", "practice"));
            assertThat(proposed.status()).as(proposed.response().body()).isEqualTo(201);
            String path = "/v1/rollouts/" + proposed.body().path("id").asText();
            Map<String, Object> digest =
                    Map.of("digest", proposed.body().path("digest").asText());
            assertThat(world.post("bob", path + "/approve", digest).status()).isEqualTo(200);
            var second = world.post("alice", "/v1/rollouts", Map.of("ringPlan", "tiny", "reason", "twice"));
            var started = world.post("alice", path + "/start", Map.of(), "Idempotency-Key", "start-1");
            assertThat(started.status()).as(started.response().body()).isEqualTo(200);
            // The same request again is the same order; another one is refused.
            assertThat(world.post("alice", path + "/start", Map.of(), "Idempotency-Key", "start-1")
                            .status())
                    .isEqualTo(200);
            assertThat(world.post("alice", path + "/start", Map.of()).status()).isEqualTo(409);
            oneCredentialIsInOneRollout(world, second);
            assertThat(world.post("alice", path + "/exclude", Map.of("identity", "web", "reason", "not restored"))
                            .status())
                    .isEqualTo(409);

            until(world, path, "phase", "COMPLETED|RESTORED|PARTIAL");
            var ended = world.get("reader", path);
            assertThat(ended.body().path("phase").asText())
                    .as(ended.response().body())
                    .isEqualTo("COMPLETED");
            assertThat(priors)
                    .doesNotContain(
                            world.delivered("web", "secret/web", "fingerprint"),
                            world.delivered("job", "secret/job", "fingerprint"));
            assertThat(world.post("alice", path + "/restore", Map.of("ring", "one", "reason", "too late"))
                            .status())
                    .isEqualTo(409);
            caller.interrupt();
            listener.interrupt();
            assertThat(String.join("\n", events))
                    .contains("event: ROLLOUT", "event: RING", "event: CUTOVER", "COMPLETED");
            explained(world, path);
            audited(world);
        }
    }

    private static void oneCredentialIsInOneRollout(EndToEndWorld world, EndToEndWorld.Answer proposed) {
        var third = world.post("alice", "/v1/rollouts", Map.of("ringPlan", "tiny", "reason", "thrice"));
        assertThat(third.status()).isEqualTo(409);
        assertThat(third.body().path("problems").findValuesAsText("code")).contains("P2004");
        String path = "/v1/rollouts/" + proposed.body().path("id").asText();
        Map<String, Object> digest =
                Map.of("digest", proposed.body().path("digest").asText());
        world.post("bob", path + "/approve", digest);
        var started = world.post("alice", path + "/start", Map.of());
        assertThat(started.status()).isEqualTo(409);
        assertThat(started.code()).isEqualTo("E2102");
    }

    private void explained(EndToEndWorld world, String path) throws IOException {
        String id = path.substring(path.lastIndexOf('/') + 1);
        Path token = Files.writeString(root.resolve("reader.token"), "token-of-reader");
        Run run = cli("explain", id, "--server", world.address().toString(), "--token-file", token.toString());
        assertThat(run.code()).as(run.text()).isZero();
        assertThat(run.text())
                .contains(id + " (tiny) is COMPLETED", "Approved by bob.", "Ring one is PASSED", "because PROVEN");
        Run status =
                cli("status", "--server", world.address().toString(), "--token-file", token.toString(), "-o", "json");
        assertThat(status.text()).contains("\"health\"", "\"rollouts\"", id);
    }

    private void audited(EndToEndWorld world) throws IOException {
        Path ledger = root.resolve("ledger.jsonl");
        Path key = root.resolve("ledger-key.pem");
        Path token = root.resolve("reader.token");
        Run export = cli(
                "export",
                "--file",
                ledger.toString(),
                "--key",
                key.toString(),
                "--server",
                world.address().toString(),
                "--token-file",
                token.toString());
        assertThat(export.code()).as(export.text()).isZero();
        assertThat(Files.readString(ledger)).doesNotContain(world.delivered("web", "secret/web", "secret"));
        assertThat(cli("verify", ledger.toString(), "--key", key.toString()).code())
                .isZero();

        byte[] bytes = Files.readAllBytes(ledger);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("secret/web");
        bytes[at] ^= 1;
        Run broken =
                cli("verify", Files.write(root.resolve("broken.jsonl"), bytes).toString());
        assertThat(broken.code()).isEqualTo(7);
        long line =
                new String(bytes, 0, at, StandardCharsets.ISO_8859_1).lines().count();
        assertThat(broken.text()).contains("line " + line);
    }

    private record Run(int code, String text) {}

    private Run cli(String... arguments) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int code = Cli.run(arguments, Wiring.seams(), new Terminal(out, out, false), Map.of(), root, List.of());
        return new Run(code, bytes.toString(StandardCharsets.UTF_8));
    }

    /** Two consumers call with what they were delivered; the service that verifies them reports what it saw. */
    private static void call(EndToEndWorld world) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Object> batch = new ArrayList<>();
                for (String identity : List.of("web", "job")) {
                    String credential = "secret/" + identity;
                    batch.add(Map.of(
                            "specversion",
                            "1.0",
                            "id",
                            UUID.randomUUID().toString(),
                            "source",
                            "svc",
                            "type",
                            "nhi-governor.signal.v1",
                            "time",
                            Instant.now().toString(),
                            "data",
                            Map.of(
                                    "identity",
                                    identity,
                                    "target",
                                    credential + "@" + identity,
                                    "generation",
                                    world.delivered(identity, credential, "fingerprint"),
                                    "outcome",
                                    "ok")));
                }
                var taken =
                        world.post("svc", "/v1/signals", batch, "Content-Type", "application/cloudevents-batch+json");
                assertThat(taken.status()).as(taken.response().body()).isEqualTo(202);
                TimeUnit.MILLISECONDS.sleep(BETWEEN_CALLS.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void listen(EndToEndWorld world) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                            world.request("reader", "/v1/events")
                                    .timeout(Duration.ofMinutes(1))
                                    .build(),
                            HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .forEach(events::add);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | java.io.UncheckedIOException e) {
            events.add("ended: " + e.getMessage());
        }
    }

    private static void until(EndToEndWorld world, String path, String field, String pattern)
            throws InterruptedException {
        Set<String> seen = new HashSet<>();
        for (int tries = 0; tries < 400; tries++) {
            String value = world.get("reader", path).body().path(field).asText();
            if (value.matches(pattern)) {
                return;
            }
            seen.add(value);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError(field + " was only " + seen + ": "
                + world.get("reader", path).response().body());
    }
}
