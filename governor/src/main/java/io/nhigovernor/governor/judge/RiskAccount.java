package io.nhigovernor.governor.judge;

import io.nhigovernor.governor.signal.KindBaseline;

/** One account in E-rate: the failures of its current 5-minute block, and whether it can have an event now. */
final class RiskAccount {
    static final long BLOCK = 300_000_000L;
    static final long NONE = Long.MIN_VALUE;

    final int index;
    final double weight;
    private final int usualFailures;
    private final double callsPerBlock;
    long cutover;
    long starts = NONE;
    long block = -1;
    int calls;
    int failures;
    int events;
    boolean atRisk;
    long riskSince;
    double exposure;
    /** When it comes back at risk; {@link #NONE} if it is, or does not in this window. */
    long returns = NONE;

    RiskAccount(int index, KindBaseline baseline) {
        this.index = index;
        this.weight = baseline.eventRate();
        this.usualFailures = baseline.usualFailures();
        this.callsPerBlock = baseline.callsPerBlock();
    }

    /** Counts one call; answers whether its block now has more failures than usual. */
    boolean unusual(long at, boolean failed) {
        long current = Math.floorDiv(at - cutover, BLOCK);
        if (current != block) {
            block = current;
            calls = 0;
            failures = 0;
        }
        calls++;
        failures += failed ? 1 : 0;
        double busier = callsPerBlock <= 0 ? 1 : Math.max(1, calls / callsPerBlock);
        return failed && failures >= 1 + usualFailures * busier;
    }

    long nextBlock() {
        return cutover + (block + 1) * BLOCK;
    }

    double exposure(long now) {
        return exposure + (atRisk ? weight * Math.max(0, now - riskSince) / BLOCK : 0);
    }

    Saved save() {
        return new Saved(cutover, starts, block, calls, failures, events, atRisk, riskSince, exposure, returns);
    }

    void restore(Saved saved) {
        cutover = saved.cutover();
        starts = saved.starts();
        block = saved.block();
        calls = saved.calls();
        failures = saved.failures();
        events = saved.events();
        atRisk = saved.atRisk();
        riskSince = saved.riskSince();
        exposure = saved.exposure();
        returns = saved.returns();
    }

    /** What a snapshot keeps. */
    public record Saved(
            long cutover,
            long starts,
            long block,
            int calls,
            int failures,
            int events,
            boolean atRisk,
            long riskSince,
            double exposure,
            long returns) {}
}
