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
 * @param lastSent when an effect was last sent, for its horizon
 */
public record Errand(boolean underWay, Instant notBefore, int tries, Optional<Instant> lastSent) {
    /** A request that may or may not have left before a restart: to be read, and not resent before its horizon. */
    static Errand lostAt(Instant now) {
        return new Errand(false, now, 0, Optional.of(now));
    }

    static String send(OpenIntent intent) {
        return "send/" + intent.id();
    }

    static String readBack(OpenIntent intent) {
        return "read/" + intent.id();
    }

    Errand begun(Instant now, boolean sent) {
        return new Errand(true, now, tries + 1, sent ? Optional.of(now) : lastSent);
    }

    Errand again(Instant now, Duration delay) {
        return new Errand(false, now.plus(delay), tries, lastSent);
    }
}
