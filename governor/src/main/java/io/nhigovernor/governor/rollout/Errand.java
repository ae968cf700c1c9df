package io.nhigovernor.governor.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something under way outside, or waiting to be tried again.
 *
 * @param underWay an answer is awaited
 * @param notBefore when it may be tried again
 * @param tries how often it was begun
 * @param lastSent when an effect was last asked for: it left no earlier
 * @param leftBy when it left at the latest, for its horizon: it may have waited for a permit first
 */
public record Errand(
        boolean underWay, Instant notBefore, int tries, Optional<Instant> lastSent, Optional<Instant> leftBy) {
    /** Not begun yet. */
    static Errand from(Instant notBefore) {
        return new Errand(false, notBefore, 0, Optional.empty(), Optional.empty());
    }

    /** A request that may or may not have left before a restart: to be read, and not resent before its horizon. */
    static Errand lostAt(Instant now) {
        return lost(now, now);
    }

    /** To be read at once. */
    static Errand lost(Instant sent, Instant leftBy) {
        return new Errand(false, leftBy, 0, Optional.of(sent), Optional.of(leftBy));
    }

    static String send(OpenIntent intent) {
        return "send/" + intent.id();
    }

    static String readBack(OpenIntent intent) {
        return "read/" + intent.id();
    }

    Errand begun(Instant now, boolean sent) {
        return new Errand(true, now, tries + 1, sent ? Optional.of(now) : lastSent, sent ? Optional.of(now) : leftBy);
    }

    Errand again(Instant now, Duration delay) {
        return new Errand(false, now.plus(delay), tries, lastSent, leftBy);
    }
}
