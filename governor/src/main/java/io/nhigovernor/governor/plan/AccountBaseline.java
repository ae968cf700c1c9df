package io.nhigovernor.governor.plan;

import java.time.Duration;

/**
 * What was seen of one account before.
 *
 * @param observed how much healthy time it was watched
 * @param calls calls in that time, excluded ones not counted
 * @param failures how many of them failed
 */
public record AccountBaseline(Duration observed, long calls, long failures) {
    /** The share of failed calls; 0 without calls. */
    public double failureShare() {
        return calls == 0 ? 0 : (double) failures / calls;
    }
}
