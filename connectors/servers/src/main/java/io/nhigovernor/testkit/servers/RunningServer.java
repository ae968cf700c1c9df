package io.nhigovernor.testkit.servers;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A server that was started, as a process here or in a container. It ends when told, and when this JVM ends. */
public interface RunningServer {
    boolean isAlive();

    /** Sends it SIGHUP. */
    void hangUp();

    /** Asks it to end, as an operator would; ends it by force after twenty seconds. */
    void stop();

    /** Ends it at once, with what it started: it gets to write nothing more. */
    void kill();

    /** How the log ends, for a person. */
    String lastLines();

    /**
     * Waits until {@code ready} says so.
     *
     * @return whether it does; false if the server ended first
     * @throws IllegalStateException after {@code max}, with the last lines of the log
     */
    default boolean await(BooleanSupplier ready, String what, Duration max) {
        long began = System.nanoTime();
        while (!ready.getAsBoolean()) {
            if (!isAlive()) {
                return false;
            }
            if (System.nanoTime() - began > max.toNanos()) {
                throw new IllegalStateException(
                        what + " did not happen within " + max + "; the log ends:\n" + lastLines());
            }
            Pauses.pause(Duration.ofMillis(25));
        }
        // A stranger at the same port may have answered.
        return isAlive();
    }
}
