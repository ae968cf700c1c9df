package io.nhigovernor.governor.signal;

import java.time.Duration;
import java.time.Instant;

/** Instants and durations as whole microseconds, in which the judge reckons: differences are exact. */
public final class Micros {
    public static final long SECOND = 1_000_000;

    private Micros() {}

    public static long of(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), SECOND), at.getNano() / 1000);
    }

    public static long of(Duration span) {
        return Math.addExact(Math.multiplyExact(span.getSeconds(), SECOND), span.getNano() / 1000);
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1000);
    }

    public static double seconds(long micros) {
        return micros / 1e6;
    }

    /** The start of the whole second {@code micros} falls in. */
    public static long wholeSecond(long micros) {
        return Math.floorDiv(micros, SECOND) * SECOND;
    }
}
