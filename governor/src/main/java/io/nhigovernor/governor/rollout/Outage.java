package io.nhigovernor.governor.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one swap cost where a verifier holds one value at a time, on the engine's clock: until a consumer reloads after it,
 * its calls fail longer still.
 *
 * @param from when the swap was sent
 * @param to when the last pointer was read back; empty while the swap is under way
 */
public record Outage(Instant from, Optional<Instant> to) {
    static Outage began(Instant from) {
        return new Outage(from, Optional.empty());
    }

    Outage ended(Instant at) {
        return new Outage(from, Optional.of(at));
    }

    public boolean underWay() {
        return to.isEmpty();
    }

    /** Never negative, also on a host whose clock was set back meanwhile; empty while the swap is under way. */
    public Optional<Duration> length() {
        return to.map(end -> end.isBefore(from) ? Duration.ZERO : Duration.between(from, end));
    }
}
