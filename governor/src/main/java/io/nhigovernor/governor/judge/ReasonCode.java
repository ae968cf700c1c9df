package io.nhigovernor.governor.judge;

import java.util.EnumSet;
import java.util.Set;

/** Why a verdict is what it is. */
public enum ReasonCode {
    /** Control fails too: nothing is held against the ring meanwhile. */
    COMMON_MODE,
    /** A source is not heard, or control is not. */
    TELEMETRY_LATE,
    /** Members have not yet succeeded often enough on the candidate. */
    UNPROVEN,
    /** Members were seen on the prior only. */
    NOT_ADOPTED,
    /** Members that should have called were not heard. */
    SILENT,
    /** There is evidence of harm, too little to restore. */
    SUSPECT,
    /** The traffic so far does not bound the ring's excess failures. */
    POWER,
    /** The shortest window is not over. */
    TOO_EARLY,
    /** Members call too seldom to prove themselves, and have neither a probe nor a waiver. */
    DORMANT,
    /** Members that proved themselves have not succeeded lately. */
    STALE,
    /** Too many of the ring's calls had no meaning (timeouts, 5xx). */
    OUTAGE,
    /** The longest window ended without a decision; a human is called. */
    INCONCLUSIVE,
    /** A target was restored and is not yet resolved. */
    RESTORED,
    /** One account fails every call. */
    ACCOUNT_DEAD,
    /** The ring as a whole is broken. */
    RING_BROKEN,
    /** Everything a promotion needs is there. */
    PROVEN;

    private static final Set<ReasonCode> TIME_CURES = EnumSet.of(TOO_EARLY, UNPROVEN, POWER);

    /** Whether nothing is wrong and waiting may be all that is needed. */
    public boolean onlyTime() {
        return TIME_CURES.contains(this);
    }
}
