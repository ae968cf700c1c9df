package io.nhigovernor.governor.simulation;

/** A promise that did not hold. */
public final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String invariant;

    /**
     * @param invariant {@code S1} to {@code S22}, {@code L1} to {@code L4}
     * @param step how many events the world had taken
     */
    public Broken(String invariant, long seed, long step, String what) {
        super(invariant + " broken, seed " + seed + ", step " + step + ": " + what);
        this.invariant = invariant;
    }

    public String invariant() {
        return invariant;
    }
}
