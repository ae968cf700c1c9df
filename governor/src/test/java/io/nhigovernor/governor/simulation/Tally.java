package io.nhigovernor.governor.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What a number of worlds came to. One thread's; added up at the end. */
public final class Tally {
    private final long[] disturbed = new long[Disturbance.values().length];
    private final Map<String, Long> ends = new TreeMap<>();
    private long worlds;
    private long rollouts;
    private long steps;
    private long transitions;
    private long effects;
    private long commits;
    private long fencedOff;
    private long frozen;
    private long outages;
    private long checks;
    private Duration time = Duration.ZERO;

    public void disturbed(Disturbance disturbance) {
        disturbed[disturbance.ordinal()]++;
    }

    public void world() {
        worlds++;
    }

    /** @param end the phase it ended in */
    public void rollout(String end) {
        rollouts++;
        ends.merge(end, 1L, Long::sum);
    }

    public void step(int moves) {
        steps++;
        transitions += moves;
    }

    /** A write that changed something outside. */
    public void effect() {
        effects++;
    }

    public void committed() {
        commits++;
    }

    /** A write of an old epoch that was refused. */
    public void fencedOff() {
        fencedOff++;
    }

    public void frozen() {
        frozen++;
    }

    /** A swap of one value that was measured to its end. */
    public void outage() {
        outages++;
    }

    public void checked() {
        checks++;
    }

    public void passed(Duration virtual) {
        time = time.plus(virtual);
    }

    public void add(Tally other) {
        for (int index = 0; index < disturbed.length; index++) {
            disturbed[index] += other.disturbed[index];
        }
        other.ends.forEach((end, count) -> ends.merge(end, count, Long::sum));
        worlds += other.worlds;
        rollouts += other.rollouts;
        steps += other.steps;
        transitions += other.transitions;
        effects += other.effects;
        commits += other.commits;
        fencedOff += other.fencedOff;
        frozen += other.frozen;
        outages += other.outages;
        checks += other.checks;
        time = time.plus(other.time);
    }

    public long of(Disturbance disturbance) {
        return disturbed[disturbance.ordinal()];
    }

    /** Injected faults that fired. */
    public long faults() {
        return sum(true);
    }

    /** Words of people. */
    public long words() {
        return sum(false);
    }

    private long sum(boolean faults) {
        long sum = 0;
        for (Disturbance disturbance : Disturbance.values()) {
            sum += disturbance.fault() == faults ? disturbed[disturbance.ordinal()] : 0;
        }
        return sum;
    }

    public long worlds() {
        return worlds;
    }

    public long rollouts() {
        return rollouts;
    }

    public Map<String, Long> ends() {
        return ends;
    }

    public long steps() {
        return steps;
    }

    public long transitions() {
        return transitions;
    }

    public long effects() {
        return effects;
    }

    public long commits() {
        return commits;
    }

    public long fencedOffWrites() {
        return fencedOff;
    }

    public long freezes() {
        return frozen;
    }

    public long outages() {
        return outages;
    }

    public long checks() {
        return checks;
    }

    public double years() {
        return time.toSeconds() / (365.25 * 24 * 3600);
    }
}
