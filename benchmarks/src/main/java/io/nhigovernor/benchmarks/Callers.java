package io.nhigovernor.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One caller for each target, who calls once in every cadence with what its pointer shows, and the verifiers that report what they saw
 * ten times a second. They ask nothing of Vault, whose time is measured; where a pointer stands they are told by the governor.
 */
final class Callers implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int EVENTS_AT_ONCE = 2_000;
    private static final java.util.Set<String> ON_CANDIDATE = java.util.Set.of("PROMOTED", "ADOPTED");

    private final BenchedGovernor governor;
    private final Targets targets;
    private final List<String> identities;
    private final SortedMap<String, String> priors;
    private final AtomicLong number = new AtomicLong();
    private final Thread calling;
    private final Thread looking;
    private volatile Map<String, String> shown;
    private volatile int onCandidate;
    private volatile Optional<String> rollout = Optional.empty();
    private volatile boolean refused;
    private volatile Optional<Instant> firstFailure = Optional.empty();
    private volatile Optional<IOException> failure = Optional.empty();

    Callers(BenchedGovernor governor, Targets targets, SortedMap<String, String> priors) {
        this.governor = governor;
        this.targets = targets;
        this.identities = targets.identities();
        this.priors = priors;
        this.shown = priors;
        this.calling = Thread.ofPlatform().name("callers").start(this::call);
        this.looking = Thread.ofPlatform().name("pointers").start(this::look);
    }

    /** From now on their pointers are those of this rollout. */
    void follow(String id) {
        refused = false;
        firstFailure = Optional.empty();
        rollout = Optional.of(id);
    }

    /** From now on every call with the candidate fails. */
    void refuseCandidate() {
        refused = true;
    }

    /** How many pointers show the candidate. */
    int onCandidate() {
        return onCandidate;
    }

    /** When the first call failed. */
    Optional<Instant> firstFailure() {
        return firstFailure;
    }

    void requireWell() throws IOException {
        if (failure.isPresent()) {
            throw new IOException("callers could not go on", failure.get());
        }
    }

    private void call() {
        int beats = Math.toIntExact(Math.max(1, targets.cadence().toMillis() / BEAT.toMillis()));
        long next = System.nanoTime();
        try {
            for (int beat = 0; !Thread.currentThread().isInterrupted(); beat = (beat + 1) % beats) {
                report(beat, beats);
                next += BEAT.toNanos();
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    private void report(int beat, int beats) throws IOException, InterruptedException {
        var generations = shown;
        var events = new ArrayList<Map<String, Object>>();
        for (int index = beat; index < identities.size(); index += beats) {
            var identity = identities.get(index);
            var generation = generations.getOrDefault(identity, "");
            boolean fails = refused && !generation.equals(priors.get(identity));
            var now = Instant.now();
            if (fails && firstFailure.isEmpty()) {
                firstFailure = Optional.of(now);
            }
            events.add(Map.of(
                    "specversion",
                    "1.0",
                    "id",
                    targets.name() + number.incrementAndGet(),
                    "source",
                    "verifiers",
                    "type",
                    "nhi-governor.signal.v1",
                    "time",
                    now.toString(),
                    "data",
                    Map.of("identity", identity, "generation", generation, "outcome", fails ? "fail" : "ok")));
        }
        for (int from = 0; from < events.size(); from += EVENTS_AT_ONCE) {
            governor.verifiers()
                    .post(
                            "/v1/signals",
                            events.subList(from, Math.min(from + EVENTS_AT_ONCE, events.size())),
                            "application/cloudevents-batch+json");
        }
    }

    private void look() {
        var candidates = new TreeMap<String, String>();
        var of = "";
        try {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(LOOK.toNanos());
                var id = rollout.orElse("");
                if (!id.equals(of)) {
                    candidates.clear();
                    of = id;
                }
                if (!id.isEmpty()) {
                    look(id, candidates);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    private void look(String id, Map<String, String> candidates) throws IOException, InterruptedException {
        var moved = new ArrayList<String>();
        governor.eachTarget(id, target -> {
            if (ON_CANDIDATE.contains(target.path("phase").asText())) {
                moved.add(target.path("identity").asText());
            }
        });
        if (!candidates.keySet().containsAll(moved)) {
            for (var change : governor.rollout(id).path("changes")) {
                if (change.hasNonNull("candidate")) {
                    var credential = change.path("credential").asText();
                    candidates.put(
                            credential.substring(credential.indexOf('/') + 1),
                            change.path("candidate").asText());
                }
            }
        }
        var now = new TreeMap<>(priors);
        moved.forEach(identity -> now.computeIfPresent(identity, (key, prior) -> candidates.getOrDefault(key, prior)));
        shown = now;
        onCandidate = moved.size();
    }

    @Override
    public void close() {
        calling.interrupt();
        looking.interrupt();
        try {
            calling.join();
            looking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
