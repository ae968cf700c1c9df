package io.nhigovernor.governor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.engine.view.HealthView;
import io.nhigovernor.governor.engine.view.RolloutView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The demonstration's own doings: it applies, proposes and starts as any user would, breaks and mends the estate, and
 * watches. What comes of it is the governor's.
 */
final class DemoRun {
    static final String SECRET = "secret-rotation";
    static final String CERTIFICATE = "certificate-rotation";
    static final String KEY = "key-rotation";
    static final Duration REFUSED_CONNECTIONS = Duration.ofMillis(7_750);
    static final Duration SERVER_ERRORS = Duration.ofMillis(250);
    private static final Set<String> ENDED = Set.of("COMPLETED", "RESTORED", "PARTIAL");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(150);
    private static final Duration MOST = Duration.ofMinutes(5);

    private final DemoWorld world;
    private final ApiClient client;
    private final Progress progress;
    private final Map<String, String> rollouts = new LinkedHashMap<>();
    private final Map<String, RolloutView> views = new HashMap<>();
    private Optional<Instant> outageSeen = Optional.empty();
    private Optional<Instant> outageOver = Optional.empty();

    DemoRun(DemoWorld world, Progress progress) throws IOException {
        this.world = world;
        this.client = world.client();
        this.progress = progress;
    }

    /**
     * Names given to rollouts, and what they came to. Locally {@code secret}, {@code refused}, {@code broken} and {@code key}; on Vault
     * their plans.
     */
    Map<String, RolloutView> result() {
        Map<String, RolloutView> result = new LinkedHashMap<>();
        rollouts.forEach((name, id) -> Optional.ofNullable(views.get(id)).ifPresent(view -> result.put(name, view)));
        return result;
    }

    Optional<Instant> outageSeen() {
        return outageSeen;
    }

    Optional<Instant> outageOver() {
        return outageOver;
    }

    void run(DemoDirectory directory) throws IOException, InterruptedException {
        switch (directory.backend()) {
            case local -> {
                apply(directory.documents());
                baseline();
                local();
            }
            case vault -> {
                progress.say("adopted what lies in Vault: " + world.adopted());
                apply(directory.documents());
                baseline();
                for (DemoKind kind : DemoKind.values()) {
                    begin(kind.good());
                    if (kind.broken().isPresent()) {
                        begin(kind.broken().get());
                    }
                }
            }
        }
        follow();
    }

    private void local() throws IOException, InterruptedException {
        world.breakage("verifier-rejects-candidate", Map.of("service", "payments"));
        world.breakage(
                "outage-on-move",
                Map.of(
                        "family", "key",
                        "ring", "1",
                        "services", List.of("search", "mail"),
                        "refuseMillis", REFUSED_CONNECTIONS.toMillis(),
                        "errorMillis", SERVER_ERRORS.toMillis()));
        begin("secret", SECRET, "quarterly rotation");
        begin("refused", CERTIFICATE, "renewal");
        begin("key", KEY, "signing keys are a year old");
    }

    private void apply(Path documents) throws IOException {
        List<Map<String, String>> texts = new ArrayList<>();
        for (DocumentFiles.Named file : DocumentFiles.read(List.of(documents))) {
            texts.add(Map.of(
                    "name", file.name(), "text", new String(file.text(), java.nio.charset.StandardCharsets.UTF_8)));
        }
        ok(client.post("/v1/documents", Map.of("files", texts)));
        progress.say("applied " + documents.getFileName() + ": identities, credentials and ring plans");
    }

    /** Watches as long as the ring plans' own baseline asks, counted from the first signal. */
    private void baseline() throws IOException, InterruptedException {
        Duration asked = baselineAsked();
        Instant first = firstSignal();
        progress.say("baseline: what everybody's calls are like before anything changes, " + Words.duration(asked)
                + " as the ring plans say");
        while (Duration.between(first, Instant.now()).compareTo(asked) < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
        }
    }

    private Instant firstSignal() throws IOException, InterruptedException {
        while (ApiCommand.read(ok(client.get("/v1/health")), HealthView.class).signalsTaken() == 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
        }
        return Instant.now();
    }

    private Duration baselineAsked() throws IOException {
        Duration longest = Duration.ZERO;
        for (JsonNode document : ok(client.get("/v1/documents?kind=RingPlan")).path("items")) {
            JsonNode content = io.nhigovernor.governor.json.Json.parse(
                    document.path("content").textValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            Duration asked = Duration.parse(content.path("baseline").textValue());
            longest = asked.compareTo(longest) > 0 ? asked : longest;
        }
        return longest;
    }

    private void begin(DemoKind.Rotation rotation) throws IOException {
        begin(rotation.plan(), rotation.plan(), rotation.reason());
    }

    private void begin(String name, String ringPlan, String reason) throws IOException {
        JsonNode proposed = ok(client.post("/v1/rollouts", Map.of("ringPlan", ringPlan, "reason", reason)));
        String id = proposed.path("id").textValue();
        ok(client.post(ApiCommand.rolloutPath(id) + "/start", Map.of()));
        rollouts.put(name, id);
        progress.say("started " + id + ": " + reason);
    }

    private void follow() throws IOException, InterruptedException {
        long until = System.nanoTime() + MOST.toNanos();
        while (System.nanoTime() < until) {
            boolean allEnded = true;
            for (String id : List.copyOf(rollouts.values())) {
                RolloutView view = ApiCommand.read(ok(client.get(ApiCommand.rolloutPath(id))), RolloutView.class);
                views.put(id, view);
                progress.show(view);
                allEnded &= ENDED.contains(view.phase());
            }
            watchOutage();
            boolean mended = mendAndTryAgain();
            if (allEnded && !mended) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
        }
        throw new IOException("not all rollouts ended within " + Words.duration(MOST));
    }

    private void watchOutage() throws IOException, InterruptedException {
        if (outageOver.isPresent()) {
            return;
        }
        boolean broken = world.broken("outage");
        if (broken && outageSeen.isEmpty()) {
            outageSeen = Optional.of(Instant.now());
        } else if (!broken && outageSeen.isPresent()) {
            outageOver = Optional.of(Instant.now());
        }
    }

    /** The relying party that refused the proof is mended, and the change is tried once more. */
    private boolean mendAndTryAgain() throws IOException, InterruptedException {
        RolloutView refused = views.get(rollouts.get("refused"));
        if (refused == null || !ENDED.contains(refused.phase()) || rollouts.containsKey("broken")) {
            return false;
        }
        world.mend("verifier-rejects-candidate");
        begin("broken", CERTIFICATE, "renewal, payments mended");
        return true;
    }

    ApiClient client() {
        return client;
    }

    static JsonNode ok(Response response) throws IOException {
        return switch (response) {
            case Response.Ok ok -> ok.body();
            case Response.Refused refused ->
                throw new IOException(
                        "the governor refuses: " + refused.problems().getFirst().text());
            case Response.Unreachable unreachable ->
                throw new IOException(unreachable.problem().text());
        };
    }
}
