package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the newest restore of a rollout.
 *
 * @param ordered t1
 * @param turnedBack targets whose pointer had, or may have, moved
 * @param pointersBack t2
 * @param closed t4
 */
public record RestoreFacts(
        String why,
        Instant ordered,
        List<TargetId> turnedBack,
        Optional<Instant> pointersBack,
        Optional<Instant> closed) {
    public RestoreFacts {
        turnedBack = List.copyOf(turnedBack);
    }
}
