package io.nhigovernor.governor.rollout;

/** Every effect the engine can have outside, each under a recorded intent. */
public enum Operation {
    STAGE(false),
    PROMOTE(false),
    REPOINT(true),
    DISCARD(true),
    ADMIT(false),
    DISABLE(false),
    ENABLE(true),
    /** Destroys the prior: the commit of its intent is the point of no return. */
    DESTROY(false),
    /** Destroys the candidate (revoke in the models). */
    WITHDRAW(true);

    private final boolean restoring;

    /** Leaves only while the rollout runs. A destruction once recorded is past the point of no return and goes on. */
    boolean forward() {
        return !restoring && this != DESTROY;
    }

    Operation(boolean restoring) {
        this.restoring = restoring;
    }

    /** Runs in the restore lane, which nothing forward can block, and asks nobody. */
    public boolean restoring() {
        return restoring;
    }

    /** Without it a consumer may stand before a closed door. */
    boolean givesBack() {
        return this == REPOINT || this == ENABLE;
    }
}
