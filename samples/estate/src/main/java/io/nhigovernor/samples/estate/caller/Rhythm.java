package io.nhigovernor.samples.estate.caller;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The gaps between a caller's calls: even between {@code least} and {@code most}, from a seed; longer while nobody listens. */
final class Rhythm {
    private static final Duration BACK_OFF = Duration.ofSeconds(1);
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(2);

    private final Duration least;
    private final Duration most;
    private final RandomGenerator random;
    private int missed;

    Rhythm(Duration least, Duration most, RandomGenerator random) {
        this.least = least;
        this.most = most;
        this.random = random;
    }

    /** Anything up to one gap, so that callers do not start in step. */
    Duration first() {
        return Duration.ofNanos(random.nextLong(most.toNanos()));
    }

    Duration next() {
        missed = 0;
        return least.plusNanos(random.nextLong(most.minus(least).toNanos() + 1));
    }

    /** After a call that found nobody listening. */
    Duration backOff() {
        missed++;
        return missed == 1 ? BACK_OFF : BACK_OFF_MAX;
    }
}
