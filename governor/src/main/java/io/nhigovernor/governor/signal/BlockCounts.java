package io.nhigovernor.governor.signal;

import java.util.Arrays;

/** Calls and failures of one kind, counted by 5-minute block backwards from a known cutover. */
final class BlockCounts {
    private static final long BLOCK = 300 * Micros.SECOND;

    private final long cutover;
    private final long window;
    private final int[] calls;
    private final int[] failures;
    private long allCalls;
    private long allFailures;
    private long lastAt = Long.MIN_VALUE;
    private boolean lastOk = true;

    BlockCounts(long cutover, long window) {
        this.cutover = cutover;
        this.window = window;
        int blocks = (int) (window / BLOCK);
        this.calls = new int[blocks];
        this.failures = new int[blocks];
    }

    void add(long at, int moreCalls, int moreFailures) {
        allCalls += moreCalls;
        allFailures += moreFailures;
        long block = (cutover - at - 1) / BLOCK;
        if (block < calls.length) {
            calls[(int) block] += moreCalls;
            failures[(int) block] += moreFailures;
        }
    }

    void last(long at, boolean ok) {
        if (at >= lastAt) {
            lastAt = at;
            lastOk = ok;
        }
    }

    KindBaseline summary() {
        int blocks = calls.length;
        int[] sorted = failures.clone();
        Arrays.sort(sorted);
        int usual = blocks == 0 ? 0 : sorted[(int) Math.floor(0.9 * blocks)];
        int unusual = 0;
        int active = 0;
        long counted = 0;
        double shares = 0;
        for (int block = 0; block < blocks; block++) {
            unusual += failures[block] >= usual + 1 ? 1 : 0;
            counted += calls[block];
            if (calls[block] > 0) {
                active++;
                shares += (double) failures[block] / calls[block];
            }
        }
        return new KindBaseline(
                allCalls,
                allFailures,
                blocks,
                usual,
                Math.max(0.02, (1.0 + unusual) / (blocks + 2)),
                blocks == 0 ? 0 : (double) counted / blocks,
                Micros.seconds(lastAt == Long.MIN_VALUE ? window : cutover - lastAt),
                lastOk,
                shares,
                active);
    }
}
