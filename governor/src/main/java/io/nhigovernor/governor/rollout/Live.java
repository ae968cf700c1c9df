package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the newest tick said, and how long what has been quiet in healthy time: blind time proves no silence.
 *
 * @param healthy every required signal source proved itself alive
 * @param unheard for how long the source that spoke longest ago has said nothing
 * @param since healthy rollout time when listening began; a restart begins anew
 * @param heard what was newly heard since then
 */
public record Live(
        boolean healthy,
        Duration unheard,
        SortedMap<TargetId, Sighting> sightings,
        Optional<Duration> since,
        SortedMap<TargetId, Heard> heard) {
    public static final Live BLIND = new Live(false, Duration.ZERO, new TreeMap<>(), Optional.empty(), new TreeMap<>());

    /** Healthy rollout times when a target's consumer was last newly heard with either generation. */
    public record Heard(Optional<Duration> onPrior, Optional<Duration> onCandidate) {
        static final Heard NOTHING = new Heard(Optional.empty(), Optional.empty());
    }

    Sighting of(TargetId target) {
        return sightings.getOrDefault(target, Sighting.NONE);
    }

    Optional<Duration> heardOnPrior(TargetId target) {
        return heard.getOrDefault(target, Heard.NOTHING).onPrior();
    }

    Optional<Duration> heardOnCandidate(TargetId target) {
        return heard.getOrDefault(target, Heard.NOTHING).onCandidate();
    }

    /** @param clock the rollout's healthy time, this tick included */
    Live next(Event.Ticked tick, Duration clock) {
        var next = new TreeMap<>(heard);
        tick.sightings().forEach((target, seen) -> {
            Sighting before = of(target);
            Heard earlier = heard.getOrDefault(target, Heard.NOTHING);
            next.put(
                    target,
                    new Heard(
                            seen.onPrior().equals(before.onPrior()) ? earlier.onPrior() : Optional.of(clock),
                            seen.onCandidate().equals(before.onCandidate())
                                    ? earlier.onCandidate()
                                    : Optional.of(clock)));
        });
        return new Live(tick.healthy(), tick.unheard(), tick.sightings(), Optional.of(since.orElse(clock)), next);
    }
}
