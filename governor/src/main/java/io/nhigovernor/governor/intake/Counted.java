package io.nhigovernor.governor.intake;

/** What becomes of what arrives; each case has its counter. */
public enum Counted {
    ACCEPTED,
    HEARTBEAT,
    DUPLICATE,
    QUARANTINED,
    /** Deliveries, not events, from here on: a refused delivery may not be countable in events. */
    REFUSED_MALFORMED,
    REFUSED_TOO_LARGE,
    REFUSED_WRONG_TYPE,
    REFUSED_FORBIDDEN,
    REFUSED_BUFFER_FULL
}
