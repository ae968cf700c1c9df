package io.nhigovernor.governor.plan;

import java.time.Duration;

/**
 * How long everything must keep working with the governor gone (guarantees S18): 72 hours, or a third of what a generation has
 * left, whichever is shorter.
 */
public final class Slack {
    private static final Duration MOST = Duration.ofHours(72);

    private Slack() {}

    public static Duration of(Duration left) {
        Duration third = left.dividedBy(3);
        return third.compareTo(MOST) < 0 ? third : MOST;
    }

    /** The least that must be left for work that takes as long, its slack included. */
    public static Duration needed(Duration work) {
        Duration half = work.dividedBy(2);
        return work.plus(half.compareTo(MOST) < 0 ? half : MOST);
    }

    /** Whether what is left lasts for as long as the work takes and the slack after it. */
    public static boolean covers(Duration left, Duration work) {
        return left.isPositive() && work.plus(of(left)).compareTo(left) <= 0;
    }
}
