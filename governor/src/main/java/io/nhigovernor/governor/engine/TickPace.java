package io.nhigovernor.governor.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When each rollout is told that time passed. The rules then look at all it has, so large ones are told more seldom than at every
 * tick: of it all at once, and as blind time if any of it was. Verdicts and answers wait for no tick.
 */
final class TickPace {
    /** A thousand targets are looked at every 0.4 s, in the middle of a restore, too, where all of them answer. */
    private static final Duration FOR_EACH_TARGET = Duration.ofNanos(400_000);

    private static final Duration LONGEST = Duration.ofSeconds(1);

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
        Duration apart = FOR_EACH_TARGET.multipliedBy(targets);
        if (all.time().compareTo(apart) < 0 && all.time().compareTo(LONGEST) < 0) {
            waiting.put(rollout, all);
            return Optional.empty();
        }
        waiting.remove(rollout);
        return Optional.of(all);
    }
}
