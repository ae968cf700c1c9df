package io.nhigovernor.testkit;

/** What goes wrong with one call. */
public enum Fault {
    NONE,
    /** The backend says a definite no; nothing happens. A read is unreadable, a proof refused. */
    REFUSE,
    /** Lost on the way there: no effect, and nobody knows. */
    TIMEOUT_BEFORE,
    /** Lost on the way back: the effect happened, and nobody knows. */
    TIMEOUT_AFTER,
    /** Arrives twice; the second answer is the one heard. */
    DUPLICATE,
    /** Unknown now, and the effect lands when the test says so ({@link DelayedEffects}). */
    DELAY,
    /** A read answers what was true before the last effect. Effects are not touched by it. */
    STALE_READ
}
