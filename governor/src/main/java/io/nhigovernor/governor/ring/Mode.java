package io.nhigovernor.governor.ring;

/** Whether a rollout knows a way back. */
public enum Mode {
    /** A restore to the prior is possible until it is destroyed. */
    ROUTINE,
    /** The prior is known to others: forward only, and nothing ever leads back to it. */
    COMPROMISED
}
