package io.nhigovernor.governor.signal;

/**
 * How an account's calls of one kind went before its cutover (judge §2.1, §6). Blocks are the whole 5-minute spans, cut
 * backwards from the cutover.
 *
 * @param blocks number of blocks
 * @param usualFailures failures of a block at the 90th percentile
 * @param eventRate share of blocks, smoothed and at least 0.02, with more failures than usual
 * @param callsPerBlock mean number of calls of a block
 * @param gapSeconds from the last call to the cutover; the whole baseline without any
 * @param lastOk whether that call succeeded; true without any
 * @param shareSum sum, over blocks with a call, of the block's failing share
 * @param shareBlocks number of blocks with a call
 */
public record KindBaseline(
        long calls,
        long failures,
        int blocks,
        int usualFailures,
        double eventRate,
        double callsPerBlock,
        double gapSeconds,
        boolean lastOk,
        double shareSum,
        int shareBlocks) {

    static KindBaseline silent(double windowSeconds) {
        int blocks = (int) (windowSeconds / 300);
        return new KindBaseline(0, 0, blocks, 0, Math.max(0.02, 1.0 / (blocks + 2)), 0, windowSeconds, true, 0, 0);
    }
}
