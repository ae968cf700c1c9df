package io.nhigovernor.proofs.simulation;

import io.nhigovernor.governor.simulation.Coverage;
import io.nhigovernor.governor.simulation.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Worlds of one kind from a first seed on, on a number of threads, until enough was done. Which worlds are lived depends on
 * when enough was done; what happens in each depends on its seed alone.
 */
final class Campaign {
    private final World world;
    private final long firstSeed;
    private final Enough enough;
    private final AtomicLong next;
    private final LongAdder effects = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final List<Failure> failures = new ArrayList<>();
    final Tally tally = new Tally();
    final Coverage coverage = new Coverage();
    private Duration took = Duration.ZERO;

    /**
     * When to stop.
     *
     * @param effects at least so many applied effects
     * @param faults at least so many injected faults
     * @param worlds at least so many worlds
     * @param time at most so long; whatever was done by then is what was done
     */
    record Enough(long effects, long faults, long worlds, Duration time) {}

    record Failure(long seed, Throwable what) {}

    Campaign(World world, long firstSeed, Enough enough) {
        this.world = world;
        this.firstSeed = firstSeed;
        this.enough = enough;
        this.next = new AtomicLong(firstSeed);
    }

    Campaign run(int threads) {
        long start = System.nanoTime();
        List<Thread> workers = new ArrayList<>();
        for (int worker = 0; worker < threads; worker++) {
            workers.add(Thread.ofPlatform().name(world.word() + "-" + worker).start(() -> work(start)));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        took = Duration.ofNanos(System.nanoTime() - start);
        return this;
    }

    private void work(long start) {
        var mine = new Tally();
        var met = new Coverage();
        while (!done(start)) {
            long seed = next.getAndIncrement();
            long effectsBefore = mine.effects();
            long faultsBefore = mine.faults();
            Optional<Throwable> failed =
                    world.live(seed, Optional.empty(), mine, met).failed();
            effects.add(mine.effects() - effectsBefore);
            faults.add(mine.faults() - faultsBefore);
            failed.ifPresent(what -> fail(new Failure(seed, what)));
        }
        synchronized (this) {
            tally.add(mine);
            coverage.add(met);
        }
    }

    private synchronized void fail(Failure failure) {
        failures.add(failure);
    }

    private synchronized boolean failed() {
        return !failures.isEmpty();
    }

    private boolean done(long start) {
        boolean late = System.nanoTime() - start > enough.time().toNanos();
        boolean met = effects.sum() >= enough.effects()
                && faults.sum() >= enough.faults()
                && next.get() - firstSeed >= enough.worlds();
        return failed() || late || met;
    }

    synchronized List<Failure> failures() {
        return List.copyOf(failures);
    }

    World world() {
        return world;
    }

    Duration took() {
        return took;
    }

    /** First seed, and the one after the last. */
    String seeds() {
        return firstSeed + " to " + (next.get() - 1);
    }
}
