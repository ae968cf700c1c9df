package io.nhigovernor.governor.intake;

/** What becomes of what arrives; each case has its counter. */
public enum Counted {
    ACCEPTED,
    HEARTBEAT,
    DUPLICATE,
    QUARANTINED,
    /** Records of a connector's own source that no signal could be made of. */
    PULL_UNUSABLE,
    /** How often a connector's own source was made to wait for room; nothing was lost by it. */
    PULL_WAITED,
    /** Deliveries, not events, from here on: a refused delivery may not be countable in events. */
    REFUSED_MALFORMED,
    REFUSED_TOO_LARGE,
    REFUSED_WRONG_TYPE,
    REFUSED_FORBIDDEN,
    REFUSED_BUFFER_FULL
}
