package io.nhigovernor.governor.judge;

/**
 * Seconds in which a silent account could have been heard: telemetry was healthy, and control was talking about as much as
 * it used to. A second is credited only when control is heard at its end or soon after, so that while all are silent nobody
 * is.
 */
final class SilenceClock {
    private static final double MEMORY = 300;
    private static final double USUAL_PAUSES = 3;

    private final boolean control;
    private final double expectedPerSecond;
    private final double longestPause;
    private double heard;
    private double expected;
    private double credited;
    private double pending;
    private double pause;

    /** @param expectedPerSecond control accounts heard in a second, before */
    SilenceClock(boolean control, double expectedPerSecond, double longestGap) {
        this.control = control;
        this.expectedPerSecond = expectedPerSecond;
        this.longestPause = Math.max(1, USUAL_PAUSES * longestGap);
    }

    /** One second passed, in which so many control accounts were heard. */
    void tick(boolean healthy, int controlHeard) {
        if (!control) {
            credited += healthy ? 1 : 0;
            return;
        }
        double kept = Math.exp(-1 / MEMORY);
        heard = heard * kept + controlHeard;
        expected = expected * kept + expectedPerSecond;
        pending += healthy ? Math.min(1, expected > 0 ? heard / expected : 0) : 0;
        pause += 1;
        if (controlHeard > 0) {
            credited += pause - 1 <= longestPause ? pending : 0;
            pending = 0;
            pause = 0;
        }
    }

    /** Seconds credited so far. */
    double now() {
        return credited;
    }

    /** Where the clock will stand once the seconds up to now are credited: from here a new cutover counts. */
    double mark() {
        return credited + pending;
    }

    Saved save() {
        return new Saved(heard, expected, credited, pending, pause);
    }

    void restore(Saved saved) {
        heard = saved.heard();
        expected = saved.expected();
        credited = saved.credited();
        pending = saved.pending();
        pause = saved.pause();
    }

    /** What a snapshot keeps. */
    public record Saved(double heard, double expected, double credited, double pending, double pause) {}
}
