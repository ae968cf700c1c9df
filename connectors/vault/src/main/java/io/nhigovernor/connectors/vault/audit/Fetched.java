package io.nhigovernor.connectors.vault.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Somebody read a value: delivered to it, not yet used.
 *
 * @param path with its mount, after its namespace
 * @param version which one was read; none for static database roles, under wrapping, and for what is not there
 * @param rotated of a static database role: when the password that was read was made, which tells its generation
 * @param asked whether a version was asked for (which one is hashed); the reader may be pinned to it
 * @param older whether a newer version had been seen by then; without {@code asked} only two lines that crossed
 * @param by whose token it was read with; an AppRole token's metadata tells which generation got it
 * @param at by Vault's clock
 */
public record Fetched(
        What what,
        String path,
        OptionalLong version,
        Optional<Instant> rotated,
        boolean asked,
        boolean older,
        AuditLine.Caller by,
        Optional<String> remoteAddress,
        Instant at,
        String requestId) {
    /** What became of a read. */
    public enum What {
        KV,
        /** Somebody will unwrap it; who does is another line. */
        KV_WRAPPED,
        /** A version was asked for that is deleted or was never there. */
        KV_MISSING,
        STATIC_CREDENTIALS
    }
}
