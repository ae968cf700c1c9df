package io.nhigovernor.governor.judge;

import io.nhigovernor.governor.ring.Gate;
import java.time.Duration;

/**
 * The numbers of the decision rule (judge §2.6). Rates are per second, lengths in seconds.
 *
 * @param alpha false halts of a ring per window
 * @param accountAlpha false restores of any account per window, in a ring of up to 100
 * @param leastFailureShare no baseline is trusted below this failing share
 * @param shortRate,shortLength short failing episodes of an account by itself
 * @param longRate,longLength long ones
 * @param transientShare,transientLength failures that a cutover itself causes for a moment
 * @param window over which an account's prior mass is spent
 * @param guard control's failing share from which an account's failures are no evidence
 * @param proofs successes on the candidate that prove a member alive
 */
public record JudgeParameters(
        double alpha,
        double accountAlpha,
        double leastFailureShare,
        double shortRate,
        double shortLength,
        double longRate,
        double longLength,
        double transientShare,
        double transientLength,
        double settle,
        double window,
        double guard,
        int proofs) {

    /** The defaults, with what the gate declares. */
    public static JudgeParameters of(Gate gate) {
        double settle = seconds(gate.settle());
        return new JudgeParameters(
                gate.alpha(),
                0.01,
                0.02,
                0.05 / 3600,
                120,
                5e-4 / 3600,
                3600,
                settle > 0 ? 0.5 : 0.01,
                settle > 0 ? settle / 3 : 15,
                settle,
                seconds(gate.maxWindow()),
                0.10,
                3);
    }

    /** Evidence at which a ring is restored. */
    double lnRingLimit() {
        return Math.log(1 / alpha);
    }

    /** Evidence at which one account of a ring of this size is restored. */
    double lnAccountLimit(int members) {
        return Math.log(Math.min(members, 100) / accountAlpha);
    }

    /** An account's failing share as S1 assumes it. */
    double failureShare(long calls, long failures, double pool) {
        return Math.clamp((failures + 20 * pool) / (calls + 20.0), leastFailureShare, 0.9);
    }

    private static double seconds(Duration span) {
        return span.toNanos() / 1e9;
    }
}
