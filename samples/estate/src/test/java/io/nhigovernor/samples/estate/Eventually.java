package io.nhigovernor.samples.estate;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for the world to come to a state. */
public final class Eventually {
    private Eventually() {}

    public static void within(Duration limit, String what, BooleanSupplier state) {
        long end = System.nanoTime() + limit.toNanos();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
