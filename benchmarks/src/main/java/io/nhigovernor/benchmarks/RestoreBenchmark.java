package io.nhigovernor.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A ring whose every pointer shows a candidate that one moment works and the next is refused everywhere: how long until all pointers
 * show the prior again. The first failing call is the callers' own; the last pointer is what Vault's audit log says; that every pointer
 * shows the first value again is read from KV.
 */
final class RestoreBenchmark {
    private static final Duration CADENCE = Duration.ofSeconds(1);
    private static final Duration MOVED_WITHIN = Duration.ofMinutes(10);
    private static final Duration BACK_WITHIN = Duration.ofMinutes(5);
    /** After that long no further restore is begun. */
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** Calls that succeed with the candidate before it fails. */
    private static final Duration GOOD = Duration.ofSeconds(2);

    private static final String KEPT = "secret/data/nhi-governor/values/";
    private static final String POINTERS = "secret/data/apps/";
    /** As many at a time as the engine's restore lane has permits. */
    private static final int RESTORE_PERMITS = 32;

    private static final int FLOORS = 3;

    private final Bench bench;

    RestoreBenchmark(Bench bench) {
        this.bench = bench;
    }

    /** @param floor the two requests of each pointer by a raw client, several times */
    record Restores(List<Restored> each, List<Duration> floor) {}

    /**
     * One restore.
     *
     * @param decided from the first failing call to the verdict
     * @param back from the first failing call to the last pointer
     */
    record Restored(Duration decided, Duration back) {}

    /** @param times at most, and as many as {@link #LONGEST} has room for */
    Restores run(int count, int times) throws IOException, InterruptedException {
        var targets = new Targets("kv-ring1", Kind.KV, count, CADENCE);
        var priors = bench.enrolled(targets, Kind.Mounts.GOVERNOR);
        var first = values(targets);
        var done = new ArrayList<Restored>();
        long logged = 0;
        try (var governor = bench.governor()) {
            governor.apply(
                    targets,
                    targets.credentials(Kind.Mounts.GOVERNOR, bench.vault().address()),
                    "PT30M");
            try (var callers = new Callers(governor, targets, priors)) {
                long until = System.nanoTime() + LONGEST.toNanos();
                for (int time = 1; time <= times && System.nanoTime() < until; time++) {
                    logged = Audited.size(bench.vault().auditLog());
                    var restored = once(governor, callers, targets);
                    if (!values(targets).equals(first)) {
                        throw new IOException("not every pointer shows its first value again");
                    }
                    Bench.say("restore %d of %d: all %d pointers back after %d ms, decided after %d ms"
                            .formatted(
                                    time,
                                    times,
                                    count,
                                    restored.back().toMillis(),
                                    restored.decided().toMillis()));
                    done.add(restored);
                }
            }
        }
        return new Restores(done, floor(targets, kept(targets, logged)));
    }

    /** Where the governor keeps what it gave back: what it read last before it wrote a pointer, by whose pointer that is. */
    private Map<String, String> kept(Targets targets, long logged) throws IOException {
        var read = new HashMap<String, String>();
        var kept = new HashMap<String, String>();
        Audited.read(bench.vault().auditLog(), logged, one -> {
            if (one.operation().equals("read") && one.path().startsWith(KEPT + targets.name())) {
                read.put(one.path().substring(KEPT.length()).split("/", 2)[0], one.path());
            } else if (one.path().startsWith(POINTERS + targets.name()) && one.writes()) {
                var identity = one.path().substring(POINTERS.length()).split("/", 2)[0];
                kept.put(identity, read.get(identity));
            }
        });
        return kept;
    }

    /** What one pointer asks of Vault: what is kept, and the write. Nothing is otherwise afterwards. */
    private List<Duration> floor(Targets targets, Map<String, String> kept) throws IOException {
        var vault = bench.vault();
        var http = vault.http().with(vault.token(Kind.Mounts.GOVERNOR));
        var took = new ArrayList<Duration>();
        for (int time = 0; time <= FLOORS; time++) {
            var shown = shown(targets);
            long began = System.nanoTime();
            Workers.each(targets.identities(), RESTORE_PERMITS, identity -> {
                http.get(Objects.requireNonNull(kept.get(identity)));
                var now = Objects.requireNonNull(shown.get(identity));
                var written = http.patch(
                        POINTERS + identity + "/key",
                        Map.of("options", Map.of("cas", now.at("/metadata/version")), "data", now.path("data")));
                if (!written.good()) {
                    throw new IllegalStateException("the floor's write was answered with " + written.status());
                }
            });
            took.add(Duration.ofNanos(System.nanoTime() - began));
        }
        // The first one warms up.
        took.removeFirst();
        took.sort(null);
        return took;
    }

    private Restored once(BenchedGovernor governor, Callers callers, Targets targets)
            throws IOException, InterruptedException {
        var id = governor.propose(targets);
        callers.follow(id);
        governor.start(id);
        long until = System.nanoTime() + MOVED_WITHIN.toNanos();
        while (callers.onCandidate() < targets.count()) {
            callers.requireWell();
            governor.requireAlive();
            if (System.nanoTime() > until) {
                throw new IOException("only " + callers.onCandidate() + " pointers moved within " + MOVED_WITHIN);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        TimeUnit.NANOSECONDS.sleep(GOOD.toNanos());
        long logged = Audited.size(bench.vault().auditLog());
        callers.refuseCandidate();
        var ended = governor.awaitEnd(id, callers, BACK_WITHIN);
        if (!ended.equals("RESTORED")) {
            throw new IOException(id + " ended " + ended);
        }
        var failed = callers.firstFailure().orElseThrow();
        var verdict = Instant.parse(governor.rollout(id).at("/restore/verdict").asText());
        return new Restored(Duration.between(failed, verdict), Duration.between(failed, lastPointer(targets, logged)));
    }

    /** When the last of these pointers was written; each is written once. */
    private Instant lastPointer(Targets targets, long logged) throws IOException {
        var written = new ArrayList<Instant>();
        Audited.read(bench.vault().auditLog(), logged, one -> {
            if (one.path().startsWith(POINTERS + targets.name()) && one.writes() && one.good()) {
                written.add(one.at());
            }
        });
        if (written.size() != targets.count()) {
            throw new IOException(written.size() + " pointers were written instead of " + targets.count());
        }
        return Collections.max(written);
    }

    /** What consumers read. */
    private Map<String, String> values(Targets targets) {
        var values = new TreeMap<String, String>();
        shown(targets)
                .forEach((identity, shown) ->
                        values.put(identity, shown.at("/data/value").asText()));
        return values;
    }

    /** What each pointer shows, by whose it is. */
    private Map<String, JsonNode> shown(Targets targets) {
        var shown = new ConcurrentHashMap<String, JsonNode>();
        Workers.each(
                targets.identities(),
                Workers.SETTING_UP,
                identity -> shown.put(
                        identity,
                        bench.vault().http().get(POINTERS + identity + "/key").data()));
        return shown;
    }
}
