package io.nhigovernor.proofs.kills;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Stops a process and lets it go on, as a host does that is short of time. */
final class Pauses {
    private Pauses() {}

    static void pause(long pid, Duration time) throws IOException, InterruptedException {
        signal("-STOP", pid);
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        signal("-CONT", pid);
    }

    private static void signal(String which, long pid) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", which, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill " + which + " " + pid + " ended with " + exit);
        }
    }
}
