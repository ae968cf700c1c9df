package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of the newest restore of a rollout.
 *
 * @param ordered t1
 * @param turnedBack targets whose pointer had, or may have, moved
 * @param pointersBack t2
 * @param closed t4
 * @param priorEnds priors that end soon, each told once
 */
public record RestoreFacts(
        String why,
        Instant ordered,
        List<TargetId> turnedBack,
        Optional<Instant> pointersBack,
        Optional<Instant> closed,
        List<PriorEnd> priorEnds) {
    public RestoreFacts {
        turnedBack = List.copyOf(turnedBack);
        priorEnds = List.copyOf(priorEnds);
    }

    static RestoreFacts ordered(String why, Instant now, List<TargetId> turnedBack, List<PriorEnd> priorEnds) {
        return new RestoreFacts(why, now, turnedBack, Optional.empty(), Optional.empty(), priorEnds);
    }

    RestoreFacts pointersBackAt(Instant now) {
        return new RestoreFacts(why, ordered, turnedBack, Optional.of(now), closed, priorEnds);
    }

    RestoreFacts closedAt(Instant now) {
        return new RestoreFacts(why, ordered, turnedBack, pointersBack, Optional.of(now), priorEnds);
    }

    RestoreFacts ending(PriorEnd prior) {
        List<PriorEnd> together =
                Stream.concat(priorEnds.stream(), Stream.of(prior)).toList();
        return new RestoreFacts(why, ordered, turnedBack, pointersBack, closed, together);
    }
}
