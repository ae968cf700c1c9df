package io.nhigovernor.governor.judge;

import io.nhigovernor.governor.signal.AccountBaseline;

/** E-silent (S4): evidence that an account of which nothing was heard since its cutover has stopped calling. */
final class Silence {
    private Silence() {}

    /** @param silent seconds, of healthy telemetry only */
    static double lnE(double silent, int activeSlots, double window, double cap) {
        return window <= 0 ? 0 : Math.min(0.5 * activeSlots * Math.log1p(silent / window), cap);
    }

    static double cap(JudgeParameters parameters, int members) {
        return parameters.lnAccountLimit(members) + 0.1;
    }

    /** How long an account that calls by a long fixed period may be silent before that counts; 0 for all others. */
    static double patience(AccountBaseline baseline) {
        int slots = baseline.activeSlots();
        if (slots == 0) {
            return 0;
        }
        double usual = 2 * (baseline.windowSeconds() / slots) * Math.log(slots + 2.0);
        return baseline.longestGapSeconds() > usual ? 1.5 * baseline.longestGapSeconds() : 0;
    }
}
