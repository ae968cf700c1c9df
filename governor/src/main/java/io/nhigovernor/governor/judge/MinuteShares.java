package io.nhigovernor.governor.judge;

/** An account's minutes with calls since its cutover, and the failing shares in them, summed. */
final class MinuteShares {
    private static final long MINUTE = 60_000_000L;

    private long minute = -1;
    private int calls;
    private int failures;
    private double failing;
    private int minutes;

    void call(long sinceCutover, boolean failed) {
        close(sinceCutover);
        minute = Math.floorDiv(sinceCutover, MINUTE);
        calls++;
        failures += failed ? 1 : 0;
    }

    /** Completes the current minute if it is over. */
    void close(long sinceCutover) {
        if (calls > 0 && Math.floorDiv(sinceCutover, MINUTE) > minute) {
            failing += (double) failures / calls;
            minutes++;
            calls = 0;
            failures = 0;
        }
    }

    double failing() {
        return failing;
    }

    int minutes() {
        return minutes;
    }

    Saved save() {
        return new Saved(minute, calls, failures, failing, minutes);
    }

    void restore(Saved saved) {
        minute = saved.minute();
        calls = saved.calls();
        failures = saved.failures();
        failing = saved.failing();
        minutes = saved.minutes();
    }

    /** What a snapshot keeps. */
    public record Saved(long minute, int calls, int failures, double failing, int minutes) {}
}
