package io.nhigovernor.governor.judge;

/** The ring's calls of the last 60 s, and how many of them had no meaning. */
final class OutageWindow {
    private static final int SECONDS = 60;
    private static final double MOST = 0.05;

    private final int[] calls = new int[SECONDS];
    private final int[] excluded = new int[SECONDS];
    private int sumCalls;
    private int sumExcluded;
    private int position;

    /** Begins the next second. */
    void next() {
        position = (position + 1) % SECONDS;
        sumCalls -= calls[position];
        sumExcluded -= excluded[position];
        calls[position] = 0;
        excluded[position] = 0;
    }

    void call(boolean meaningless) {
        calls[position]++;
        sumCalls++;
        if (meaningless) {
            excluded[position]++;
            sumExcluded++;
        }
    }

    boolean outage() {
        return sumExcluded > MOST * sumCalls;
    }

    int calls() {
        return sumCalls;
    }

    int excluded() {
        return sumExcluded;
    }

    Saved save() {
        return new Saved(calls.clone(), excluded.clone(), position);
    }

    void restore(Saved saved) {
        System.arraycopy(saved.calls(), 0, calls, 0, SECONDS);
        System.arraycopy(saved.excluded(), 0, excluded, 0, SECONDS);
        position = saved.position();
        sumCalls = java.util.Arrays.stream(calls).sum();
        sumExcluded = java.util.Arrays.stream(excluded).sum();
    }

    /** What a snapshot keeps. */
    public record Saved(int[] calls, int[] excluded, int position) {}
}
