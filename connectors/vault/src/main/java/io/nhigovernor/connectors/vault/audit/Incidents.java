package io.nhigovernor.connectors.vault.audit;

import io.nhigovernor.connectors.vault.tail.LogTail;

/** Hears what people should know of. Called on the reading thread. */
public interface Incidents {
    /** Lines are missing; the source stays blind for a while so that nothing is decided on what it did not see. */
    void gap(String device, LogTail.Gap why);

    /** The file cannot be read at the moment; it is tried again. */
    void unreadable(String device, String why);

    /** The reading thread met a bug and ended: the source is blind from here on. */
    void ended(RuntimeException why);
}
