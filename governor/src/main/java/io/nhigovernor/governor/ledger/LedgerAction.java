package io.nhigovernor.governor.ledger;

/** What a ledger entry records. */
public enum LedgerAction {
    /** The governor started: epoch, build, configuration digest. */
    STARTED,
    /** A document was applied. */
    APPLIED,
    /** A human's or a schedule's word: plan, approve, start, hold, resume, promote, halt, restore, exclude. */
    ORDERED,
    /** A wish for one external effect, written before the effect. */
    INTENT,
    /** What became of an intent. */
    OUTCOME,
    /** Something read or proven outside. */
    EVIDENCE,
    /** A verdict with its reasons, snapshot and parameters. */
    VERDICT,
    /** A state machine moved without an effect. */
    MOVED,
    /** Something a human must look at. */
    ALARM,
    /** A human's word that the database was set back and what came after is lost; it names both heads. */
    GAP
}
