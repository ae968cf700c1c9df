package io.nhigovernor.governor.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What the machine shows as the time of day, which somebody sets now and then. The governor reads it once, at its start, and
 * goes on from there by a steady clock; the sources stamp what they report with it. The time that really passes is not theirs.
 */
final class WallClock implements InstantSource {
    /** The intake's window around an arrival: what is stamped outside it is no evidence. */
    private static final Duration EARLIEST = Duration.ofMinutes(10);

    private static final Duration LATEST = Duration.ofSeconds(60);

    private final InstantSource passing;
    private Duration ahead = Duration.ZERO;
    private Duration governorAhead = Duration.ZERO;

    WallClock(InstantSource passing) {
        this.passing = passing;
    }

    @Override
    public Instant instant() {
        return passing.instant().plus(ahead);
    }

    /** Somebody sets it. @param by forward, or back if it is negative */
    void set(Duration by) {
        ahead = ahead.plus(by);
    }

    /** The governor starts: what is shown now is what it goes on from. */
    void started() {
        governorAhead = ahead;
    }

    /** The clock of the governor that was started last, whatever is shown by now. */
    InstantSource governor() {
        Duration mine = governorAhead;
        return () -> passing.instant().plus(mine);
    }

    /** Whether the governor shows what the machine shows. */
    boolean agrees() {
        return ahead.equals(governorAhead);
    }

    /** Whether the intake takes what is stamped now. */
    boolean taken() {
        Duration apart = ahead.minus(governorAhead);
        return apart.compareTo(EARLIEST.negated()) >= 0 && apart.compareTo(LATEST) <= 0;
    }
}
