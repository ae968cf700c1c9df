package io.nhigovernor.governor.judge;

/** The ring's own time: since its last cutover, in windows of the longest length, and how much of it telemetry was healthy. */
final class RingClock {
    private static final long BLIND = 600_000_000L;

    private final long window;
    private long lastCutover = Long.MIN_VALUE;
    private long watched;
    private long unhealthySince = Long.MIN_VALUE;
    private boolean over;
    private long ratesBegan;

    RingClock(long window) {
        this.window = window;
    }

    void cutover(long at) {
        if (at > lastCutover) {
            lastCutover = at;
            watched = 0;
        }
    }

    /** One second passed. */
    void tick(long from, long to, boolean healthy) {
        if (healthy) {
            unhealthySince = Long.MIN_VALUE;
            watched += Math.max(0, to - Math.max(from, lastCutover));
        } else if (unhealthySince == Long.MIN_VALUE) {
            unhealthySince = from;
        }
    }

    long watched() {
        return watched;
    }

    boolean blind(long now) {
        return unhealthySince != Long.MIN_VALUE && now - unhealthySince > BLIND;
    }

    /** Whether the first window has ended by now. */
    boolean ended(long now) {
        return lastCutover != Long.MIN_VALUE && now - lastCutover >= window;
    }

    boolean over() {
        return over;
    }

    void end() {
        over = true;
    }

    /** Whether another window of the rates begins at or before now; answers true once for each. */
    boolean renews(long now) {
        if (ended(now) && (now - lastCutover) / window > ratesBegan) {
            ratesBegan = (now - lastCutover) / window;
            return true;
        }
        return false;
    }

    Saved save() {
        return new Saved(lastCutover, watched, unhealthySince, over, ratesBegan);
    }

    void restore(Saved saved) {
        lastCutover = saved.lastCutover();
        watched = saved.watched();
        unhealthySince = saved.unhealthySince();
        over = saved.over();
        ratesBegan = saved.ratesBegan();
    }

    /** What a snapshot keeps. */
    public record Saved(long lastCutover, long watched, long unhealthySince, boolean over, long ratesBegan) {}
}
