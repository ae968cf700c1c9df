package io.nhigovernor.samples.estate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nhigovernor.governor.GovernorMain;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * {@code governor demo --keep}, run as a user runs it. What came of it is not taken from its own report: a governor is started
 * on what it left, and its API is asked.
 */
class DemoTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration UP_WITHIN = Duration.ofSeconds(120);
    private static final Duration OUTAGE = Duration.ofSeconds(8);
    private static final int MEMBERS = 20;

    private final Path root = Path.of("target", "demo-test").toAbsolutePath();
    private final Path kept = root.resolve("kept");

    @Test
    void threeRotationsEndAsPromisedAndNoSecretIsLeftBehind() throws Exception {
        Folders.empty(root);
        try (var demo = Child.start(
                        root, "demo", GovernorMain.class, "demo", "--keep", kept.toString(), "--output", "json");
                var timer = Executors.newSingleThreadScheduledExecutor()) {
            awaitLine(kept.resolve("logs").resolve("estate.log"), "estate is up");
            var secrets = new Secrets(new Secrets.Places(
                    kept.resolve("local"), kept.resolve("local.key"), kept.resolve("tokens"), kept.resolve("data")));
            timer.scheduleWithFixedDelay(secrets::gather, 0, 500, TimeUnit.MILLISECONDS);
            assertThat(demo.end(LIMIT)).as(demo.log()).hasValue(0);
            timer.shutdown();
            assertThat(timer.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
            try (var governor = Child.start(
                            root,
                            "governor",
                            GovernorMain.class,
                            "serve",
                            "--config",
                            kept.resolve("governor.json").toString());
                    var api = api(governor)) {
                aSecretRotationWentToRetirement(api);
                aCertificateRotationWasStoppedByProof(api);
                aCertificateRotationBrokeInRingTwoAndWentBack(api);
                aKeyRotationWaitedAnOutageOut(api);
                for (var path : List.of("documents", "schedules", "health", "ledger?limit=1000")) {
                    api.get("/v1/" + path);
                }
            }
            secrets.gatherFixed();
            secrets.gatherGenerations();
            assertThat(secrets.generations()).hasSizeGreaterThan(3 * MEMBERS);
            secrets.lieOnlyWhereTheyBelong(root);
        }
    }

    private void aSecretRotationWentToRetirement(Api api) throws IOException, InterruptedException {
        var rollout = api.get("/v1/rollouts/secret-rotation-1");
        assertThat(rollout.path("phase").asText()).isEqualTo("COMPLETED");
        assertThat(changes(rollout)).hasSize(MEMBERS).containsOnly("DONE");
    }

    private void aCertificateRotationWasStoppedByProof(Api api) throws IOException, InterruptedException {
        var rollout = api.get("/v1/rollouts/certificate-rotation-1");
        assertThat(rollout.path("phase").asText()).isEqualTo("RESTORED");
        assertThat(rollout.path("why").asText()).startsWith("PROOF_REFUSED payments refused");
        assertThat(changes(rollout)).hasSize(MEMBERS).containsOnly("WITHDRAWN");
        assertThat(targets(api, "certificate-rotation-1"))
                .noneMatch(target -> target.path("movedAt").isTextual());
    }

    private void aCertificateRotationBrokeInRingTwoAndWentBack(Api api) throws IOException, InterruptedException {
        var rollout = api.get("/v1/rollouts/certificate-rotation-2");
        assertThat(rollout.path("phase").asText()).isEqualTo("RESTORED");
        assertThat(rollout.path("why").asText()).startsWith("judge: RING_BROKEN");
        assertThat(changes(rollout)).hasSize(MEMBERS).containsOnly("WITHDRAWN");
        assertThat(rollout.path("rings"))
                .extracting(ring -> ring.path("phase").asText())
                .containsExactly("RESTORED", "RESTORED", "RESTORED", "PENDING");
        var restore = rollout.path("restore");
        var instants = List.of("firstFailedCall", "verdict", "pointersBack", "callersGood", "closed");
        assertThat(instants)
                .extracting(name -> Instant.parse(restore.path(name).asText()))
                .isSorted();
        assertThat(restore.path("affected")).hasSizeGreaterThanOrEqualTo(5);
        var affected =
                restore.path("affected").valueStream().map(JsonNode::asText).toList();
        for (var target : targets(api, "certificate-rotation-2")) {
            if (affected.contains(target.path("identity").asText())) {
                assertThat(target.path("firstOkOnPriorAfterRestore").isTextual())
                        .as("a good call on the prior: %s", target)
                        .isTrue();
            }
            if (target.path("ring").asText().equals("ring-3")) {
                assertThat(calls(target, "candidate")).as("ring 3: %s", target).isZero();
            }
            if (target.path("credential").asText().equals("cert/shared-gateway")
                    && target.path("ring").asText().equals("ring-1")) {
                assertThat(target.path("prior").path("failed").asLong()
                                + target.path("candidate").path("failed").asLong())
                        .as("lost calls: %s", target)
                        .isZero();
            }
        }
    }

    /** The outage began as ring 1 opened and took eight seconds; ring 2 did not open before it was over. */
    private void aKeyRotationWaitedAnOutageOut(Api api) throws IOException, InterruptedException {
        var rollout = api.get("/v1/rollouts/key-rotation-1");
        assertThat(rollout.path("phase").asText()).isEqualTo("COMPLETED");
        assertThat(changes(rollout)).hasSize(MEMBERS).containsOnly("DONE");
        assertThat(rollout.path("restore").isObject()).isFalse();
        assertThat(targets(api, "key-rotation-1"))
                .allSatisfy(target -> assertThat(target.path("phase").asText()).isEqualTo("ADOPTED"));
        assertThat(Duration.between(opened(api, "key-rotation-1", "ring-1"), opened(api, "key-rotation-1", "ring-2")))
                .isGreaterThan(OUTAGE);
    }

    private static Instant opened(Api api, String rollout, String ring) throws IOException, InterruptedException {
        var moves = new ArrayList<Instant>();
        long next = 1;
        for (var page = api.get("/v1/ledger?limit=1000");
                !page.path("items").isEmpty();
                page = api.get("/v1/ledger?limit=1000&from=" + next)) {
            for (var entry : page.path("items")) {
                next = entry.path("sequence").asLong() + 1;
                var draft = entry.path("draft");
                if (draft.path("action").asText().equals("MOVED")
                        && draft.path("rollout").asText().equals(rollout)
                        && draft.path("subject").asText().equals(ring)
                        && draft.path("after").asText().equals("OPEN")) {
                    moves.add(Instant.parse(entry.path("time").asText()));
                }
            }
        }
        assertThat(moves).as("openings of %s", ring).hasSize(1);
        return moves.getFirst();
    }

    private static List<String> changes(JsonNode rollout) {
        return rollout.path("changes").findValuesAsText("phase");
    }

    private static List<JsonNode> targets(Api api, String rollout) throws IOException, InterruptedException {
        var answer = api.get("/v1/rollouts/" + rollout + "/evidence?limit=1000");
        return (answer.isArray() ? answer : answer.path("items")).valueStream().toList();
    }

    private static long calls(JsonNode target, String generation) {
        return target.path(generation).path("ok").asLong()
                + target.path(generation).path("failed").asLong();
    }

    /** With the demonstration's own operator token, as soon as it answers. */
    private Api api(Child governor) throws IOException, InterruptedException {
        var listen = new ObjectMapper()
                .readTree(Files.readString(kept.resolve("governor.json")))
                .path("listen");
        var token = Files.readString(kept.resolve("tokens").resolve("operator.token"));
        var api = new Api(
                URI.create("http://" + listen.path("host").asText() + ":"
                        + listen.path("port").asText()),
                token.strip(),
                root.resolve("captures").resolve("api"));
        long until = System.nanoTime() + UP_WITHIN.toNanos();
        while (true) {
            try {
                api.get("/v1/health");
                return api;
            } catch (IOException e) {
                if (!governor.alive() || System.nanoTime() > until) {
                    throw new IOException("the governor does not come up:\n" + governor.log(), e);
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    private static void awaitLine(Path file, String line) throws IOException {
        long until = System.nanoTime() + UP_WITHIN.toNanos();
        while (!Files.exists(file) || !Files.readString(file).contains(line)) {
            if (System.nanoTime() > until) {
                throw new IOException(file + " does not say: " + line);
            }
            LockSupport.parkNanos(50_000_000);
        }
    }
}
