package io.nhigovernor.governor.rollout;

import java.time.Duration;

/**
 * Times the machine decides by.
 *
 * @param lostAfter a request's deadline and horizon together: afterwards an effect not seen will not appear any more
 * @param restoreBudget tries of one restoring operation before a human is called
 */
public record Timing(
        Duration lostAfter,
        Duration retryDelay,
        Duration retryDelayMax,
        int restoreBudget,
        Duration reassertFor,
        Duration reassertEvery) {
    /** Doubles with each try up to the maximum. */
    Duration retryAfter(int tries) {
        Duration delay = retryDelay.multipliedBy(1L << Math.min(tries, 16));
        return delay.compareTo(retryDelayMax) > 0 ? retryDelayMax : delay;
    }
}
