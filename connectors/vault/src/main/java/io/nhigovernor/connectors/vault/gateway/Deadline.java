package io.nhigovernor.connectors.vault.gateway;

import io.nhigovernor.spi.Call;
import java.time.Duration;

/** One end for everything that is asked on the way to an answer. Counted by the process, so that no clock step moves it. */
public final class Deadline {
    private final long until;

    private Deadline(long until) {
        this.until = until;
    }

    public static Deadline of(Call call) {
        return in(call.deadline());
    }

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Never less than a moment, so that a request that comes too late ends as one that got no answer. */
    public Duration left() {
        return Duration.ofNanos(leftNanos());
    }

    long leftNanos() {
        return Math.max(1, until - System.nanoTime());
    }
}
