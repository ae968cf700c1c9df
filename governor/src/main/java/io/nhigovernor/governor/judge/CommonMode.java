package io.nhigovernor.governor.judge;

/** Control's failing share beyond the usual, remembered over 5 s and over 60 s: what all accounts suffer alike. */
final class CommonMode {
    private static final double[] MEMORIES = {5, 60};

    private final double[] failing = new double[MEMORIES.length];
    private final double[] active = new double[MEMORIES.length];

    /** Lets {@code seconds} pass, then adds one tick's accounts with calls and the sum of their failing shares. */
    void tick(double seconds, double shares, int accounts) {
        for (int i = 0; i < MEMORIES.length; i++) {
            double kept = Math.exp(-seconds / MEMORIES[i]);
            failing[i] = failing[i] * kept + shares;
            active[i] = active[i] * kept + accounts;
        }
    }

    double value() {
        double c = 0;
        for (int i = 0; i < MEMORIES.length; i++) {
            if (active[i] >= 3) {
                c = Math.max(c, (failing[i] + 0.02) / (active[i] + 1) - 0.05);
            }
        }
        return c;
    }

    Saved save() {
        return new Saved(failing.clone(), active.clone());
    }

    void restore(Saved saved) {
        System.arraycopy(saved.failing(), 0, failing, 0, failing.length);
        System.arraycopy(saved.active(), 0, active, 0, active.length);
    }

    /** What a snapshot keeps. */
    public record Saved(double[] failing, double[] active) {}
}
