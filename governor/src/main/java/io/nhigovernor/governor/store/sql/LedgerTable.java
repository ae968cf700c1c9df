package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.ledger.CanonicalEntry;
import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.governor.ledger.SignedCheckpoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The ledger's entries and the checkpoints over them. */
final class LedgerTable {
    private final Handle handle;

    LedgerTable(Handle handle) {
        this.handle = handle;
    }

    /** A row as it is kept; whether its columns agree with its body is for the reader to see. */
    record Kept(long sequence, long time, long epoch, String previousHash, String hash, String body) {
        /** The entry in it; empty if the columns and the canonical body do not say the same. */
        Optional<CanonicalEntry> entry() {
            return CanonicalEntry.read(body, hash).filter(canonical -> {
                LedgerEntry entry = canonical.entry();
                return entry.sequence() == sequence
                        && Stamp.micros(entry.time()) == time
                        && entry.epoch() == epoch
                        && entry.previousHash().equals(previousHash);
            });
        }
    }

    void append(List<CanonicalEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO ledger (sequence, time, epoch, previous_hash, hash, body)
                VALUES (:sequence, :time, :epoch, :previousHash, :hash, :body)
                """);
        for (CanonicalEntry canonical : entries) {
            LedgerEntry entry = canonical.entry();
            batch.bind("sequence", entry.sequence())
                    .bind("time", Stamp.micros(entry.time()))
                    .bind("epoch", entry.epoch())
                    .bind("previousHash", entry.previousHash())
                    .bind("hash", entry.hash())
                    .bind("body", canonical.text())
                    .add();
        }
        batch.execute();
    }

    /** Up to {@code limit} entries from {@code first} on. */
    List<LedgerEntry> page(long first, int limit) {
        return handle
                .createQuery("""
                        SELECT sequence, time, epoch, previous_hash, hash, body
                        FROM ledger
                        WHERE sequence >= :first
                        ORDER BY sequence
                        LIMIT :limit
                        """)
                .bind("first", first)
                .bind("limit", limit)
                .map((row, context) -> kept(row))
                .stream()
                .map(kept -> kept.entry()
                        .orElseThrow(() -> new IllegalStateException(
                                "ledger entry " + kept.sequence() + " was changed from outside"))
                        .entry())
                .toList();
    }

    /** Shows every row to {@code reader}, in order, one at a time. */
    void read(Consumer<Kept> reader) {
        handle.createQuery("""
                        SELECT sequence, time, epoch, previous_hash, hash, body
                        FROM ledger
                        ORDER BY sequence
                        """).map((row, context) -> kept(row)).forEach(reader);
    }

    void keep(SignedCheckpoint checkpoint) {
        handle.createUpdate("INSERT INTO checkpoint (size, body) VALUES (:size, :body)")
                .bind("size", checkpoint.checkpoint().size())
                .bind("body", checkpoint.line())
                .execute();
    }

    /** The line of the checkpoint over the most entries. */
    Optional<String> lastCheckpoint() {
        return handle.createQuery("SELECT body FROM checkpoint ORDER BY size DESC LIMIT 1")
                .mapTo(String.class)
                .findOne();
    }

    /** Entries the last checkpoint covers; 0 if there is none. */
    long lastCheckpointSize() {
        return handle.createQuery("SELECT coalesce(max(size), 0) FROM checkpoint")
                .mapTo(long.class)
                .one();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getLong("sequence"),
                row.getLong("time"),
                row.getLong("epoch"),
                row.getString("previous_hash"),
                row.getString("hash"),
                row.getString("body"));
    }
}
