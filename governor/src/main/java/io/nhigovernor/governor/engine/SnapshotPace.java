package io.nhigovernor.governor.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** When the judges of each rollout are kept again. A snapshot costs what its rollout has, so large ones come more seldom. */
final class SnapshotPace {
    /** A thousand targets are kept every five seconds. */
    private static final Duration FOR_EACH_TARGET = Duration.ofMillis(5);

    private final Duration least;
    private final Map<String, Instant> last = new HashMap<>();

    /** @param least between two of one rollout, however small it is */
    SnapshotPace(Duration least) {
        this.least = least;
    }

    /** Whether it is time; if it is, it counts as done. The first time comes when the pace has passed since the first question. */
    boolean due(String rollout, int targets, Instant now) {
        Duration costs = FOR_EACH_TARGET.multipliedBy(targets);
        Duration every = costs.compareTo(least) > 0 ? costs : least;
        Instant before = last.computeIfAbsent(rollout, ignored -> now);
        boolean due = Duration.between(before, now).compareTo(every) >= 0;
        if (due) {
            last.put(rollout, now);
        }
        return due;
    }
}
