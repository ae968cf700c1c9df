package io.nhigovernor.governor.rollout;

import java.time.Duration;

/**
 * A rollout's own time as sums of observed monotonic intervals: a restart adds nothing, blind intervals count as elapsed
 * but not as healthy.
 */
public record Clocks(Duration elapsed, Duration healthy) {
    public static final Clocks ZERO = new Clocks(Duration.ZERO, Duration.ZERO);

    Clocks plus(Duration passed, boolean wasHealthy) {
        return new Clocks(elapsed.plus(passed), wasHealthy ? healthy.plus(passed) : healthy);
    }
}
