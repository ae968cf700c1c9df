package io.nhigovernor.connectors.vault.audit;

/**
 * Tells our own calls from others'. What comes back of them shows that the log is alive, and is evidence of nothing else. Asked on
 * the reading thread.
 */
@FunctionalInterface
public interface OwnTraffic {
    Whose whose(AuditLine line);
}
