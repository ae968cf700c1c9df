package io.nhigovernor.governor.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * When a target's consumer was last seen, by arrival on the engine's own clock.
 *
 * @param onPrior any call with the prior, good or not
 * @param okOnPrior a good one
 * @param onCandidate any call with the candidate
 * @param okOnCandidate a good one
 */
public record Sighting(
        Optional<Instant> onPrior,
        Optional<Instant> okOnPrior,
        Optional<Instant> onCandidate,
        Optional<Instant> okOnCandidate) {
    public static final Sighting NONE =
            new Sighting(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static boolean after(Optional<Instant> seen, Instant moment) {
        return seen.filter(moment::isBefore).isPresent();
    }
}
