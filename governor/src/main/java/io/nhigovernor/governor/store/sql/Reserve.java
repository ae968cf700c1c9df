package io.nhigovernor.governor.store.sql;

/**
 * Room kept beside the database for the day its disk is full: given up then, so that restores, halts and outcomes can still be
 * written, and kept again when there is room. Used by one thread at a time.
 */
interface Reserve {
    /** Keeps it, if it is not kept and there is room for it and as much again. @return whether it is kept */
    boolean keep();

    /** Frees its room. @return whether there was something to free */
    boolean giveUp();
}
