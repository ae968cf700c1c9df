package io.nhigovernor.governor.rollout;

/** Every effect the engine can have outside, each under a recorded intent. */
public enum Operation {
    STAGE(false, "mint"),
    PROMOTE(false, "promote"),
    REPOINT(true, "repoint"),
    DISCARD(true, "revokeB"),
    ADMIT(false, "mint"),
    DISABLE(false, "disable"),
    ENABLE(true, "enable"),
    /** Destroys the prior: the commit of its intent is the point of no return. */
    DESTROY(false, "destroy"),
    /** Destroys the candidate (revoke in the models). */
    WITHDRAW(true, "revokeB");

    private final boolean restoring;
    private final String action;

    /** Leaves only while the rollout runs. A destruction once recorded is past the point of no return and goes on. */
    boolean forward() {
        return !restoring && this != DESTROY;
    }

    Operation(boolean restoring, String action) {
        this.restoring = restoring;
        this.action = action;
    }

    /**
     * What it is called in {@code proofs/models/Governor.tla}. The model makes and admits B in one action, and takes it back in
     * one; here each is two intents, one at the delivery and one at the verifier.
     */
    public String action() {
        return action;
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
