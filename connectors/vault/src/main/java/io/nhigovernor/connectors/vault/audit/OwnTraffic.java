package io.nhigovernor.connectors.vault.audit;

/**
 * Tells our own calls from others'. What comes back of them shows that the log is alive, and is evidence of nothing else. Asked on
 * the reading thread.
 */
public interface OwnTraffic {
    /** Hears of every request line; it stands in a device before its response. */
    void asked(AuditLine request);

    /** Whether this response is to a request of ours. */
    boolean ours(AuditLine response);
}
