package io.nhigovernor.testkit.servers;

import java.time.Duration;

/** Waiting for a server. */
final class Pauses {
    private Pauses() {}

    static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a server", interrupted);
        }
    }
}
