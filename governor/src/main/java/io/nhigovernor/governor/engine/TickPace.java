package io.nhigovernor.governor.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When each rollout is told that time passed. The rules then look at all it has, so very large ones are told more seldom than at
 * every tick: of it all at once, and as blind time if any of it was.
 */
final class TickPace {
    /** Ten thousand targets are looked at once a second. */
    private static final Duration FOR_EACH_TARGET = Duration.ofNanos(100_000);

    private final Map<String, Passed> waiting = new HashMap<>();

    /** @param healthy whether every source was alive throughout */
    record Passed(Duration time, boolean healthy) {
        private static final Passed NONE = new Passed(Duration.ZERO, true);

        private Passed and(Passed more) {
            return new Passed(time.plus(more.time), healthy && more.healthy);
        }
    }

    /** What the rollout is to be told now, this tick included; empty if it is told later. */
    Optional<Passed> tick(String rollout, int targets, Passed tick) {
        Passed all = waiting.getOrDefault(rollout, Passed.NONE).and(tick);
        if (all.time().compareTo(FOR_EACH_TARGET.multipliedBy(targets)) < 0) {
            waiting.put(rollout, all);
            return Optional.empty();
        }
        waiting.remove(rollout);
        return Optional.of(all);
    }
}
