package io.nhigovernor.governor.ledger;

import java.time.Instant;

/**
 * One record of the ledger. {@code hash = SHA-256(0x02 || previousHash || canonical bytes)}.
 *
 * @param sequence from 1, gap-free
 * @param time the database's clock, microseconds
 * @param epoch the writer's fencing epoch
 * @param previousHash lower-case hex of the entry before; 64 zeros for the first
 * @param hash lower-case hex
 */
public record LedgerEntry(
        long sequence, Instant time, long epoch, String previousHash, LedgerDraft draft, String hash) {}
