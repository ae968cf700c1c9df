package io.nhigovernor.samples.estate.proof;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** Follows the ledger of a running governor, kills it at planned and at random moments, and starts it again each time. */
public final class Killing {
    private static final String RANDOM = "at random";
    private static final String STARTING = "while starting";
    private static final long LOOK_NANOS = 15_000_000;

    private final GovernorProcess governor;
    private final Outside outside;
    private final List<Trap> traps;
    private final SplittableRandom random;
    private final LedgerFollower ledger = new LedgerFollower();
    private final List<Kill> kills = new ArrayList<>();
    private final SortedMap<String, SortedSet<String>> everKept = new TreeMap<>();
    private int randomLeft;
    private long nextRandom = Long.MAX_VALUE;

    /**
     * One death.
     *
     * @param inside the operations it was inside of, as far as the ledger tells
     * @param intents every intent that something outside named then
     */
    public record Kill(String moment, List<Entry> inside, SortedSet<String> intents, long lastSequence) {
        public Kill {
            inside = List.copyOf(inside);
        }

        boolean whileStarting() {
            return moment.equals(STARTING);
        }

        @Override
        public String toString() {
            return "after entry " + lastSequence + ": " + moment + ", " + inside.size() + " intents open: "
                    + inside.stream().map(Entry::operation).distinct().toList();
        }
    }

    /** @param randomKills how many more moments to choose by the seed alone */
    Killing(GovernorProcess governor, Outside outside, List<Trap> traps, int randomKills, long seed) {
        this.governor = governor;
        this.outside = outside;
        this.traps = List.copyOf(traps);
        this.randomLeft = randomKills;
        this.random = new SplittableRandom(seed);
    }

    LedgerFollower ledger() {
        return ledger;
    }

    List<Kill> kills() {
        return List.copyOf(kills);
    }

    List<Trap> unsprung() {
        return traps.stream().filter(trap -> !trap.done()).toList();
    }

    /** By target, the names of all generations its store was ever seen to keep. */
    Map<String, SortedSet<String>> everKept() {
        return everKept;
    }

    /** Sets the traps that wait for nothing. */
    void look() throws IOException, InterruptedException {
        var fresh = ledger.look(governor.api());
        for (var trap : traps) {
            trap.see(fresh);
        }
    }

    /** Until every trap was sprung and {@code ended} says yes. @return false if it took too long */
    boolean run(Duration limit, Condition ended) throws IOException, InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        aimAtRandom();
        while (System.nanoTime() < until) {
            look();
            var open = ledger.open();
            var sprung = traps.stream()
                    .filter(trap -> !trap.done() && trap.sprung(open).isPresent())
                    .findFirst();
            if (sprung.isPresent()) {
                var trap = sprung.get();
                var moment = trap.sprung(open).orElseThrow();
                trap.strike(governor);
                next(moment, open);
                trap.afterwards(governor.api());
            } else if (System.nanoTime() > nextRandom) {
                governor.kill();
                next(RANDOM, open);
                aimAtRandom();
            } else if (unsprung().isEmpty() && randomLeft == 0 && ended.holds(governor.api())) {
                look();
                return true;
            } else {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        return false;
    }

    /** Something to be asked of the governor. */
    interface Condition {
        boolean holds(Api api) throws IOException, InterruptedException;
    }

    private void next(String moment, List<Entry> open) throws IOException, InterruptedException {
        note(moment, open);
        governor.begin();
        if (moment.equals(RANDOM) && random.nextBoolean()) {
            LockSupport.parkNanos(random.nextLong(100_000_000, 900_000_000));
            governor.kill();
            note(STARTING, List.of());
            governor.begin();
        }
        governor.awaitUp();
    }

    private void note(String moment, List<Entry> open) throws IOException {
        long last = ledger.entries().stream()
                .map(Entry::sequence)
                .max(Comparator.naturalOrder())
                .orElse(0L);
        kills.add(new Kill(moment, open, outside.intents(), last));
        noteKept();
    }

    /** Remembers which generations lie in the store now. */
    void noteKept() throws IOException {
        for (var target : outside.targets()) {
            everKept.computeIfAbsent(target.text(), ignored -> new TreeSet<>()).addAll(outside.kept(target));
        }
    }

    private void aimAtRandom() {
        nextRandom = Long.MAX_VALUE;
        if (randomLeft > 0) {
            randomLeft--;
            nextRandom = System.nanoTime() + random.nextLong(1_000_000_000L, 9_000_000_000L);
        }
    }
}
