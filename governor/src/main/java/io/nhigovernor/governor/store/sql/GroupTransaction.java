package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.ledger.CanonicalEntry;
import io.nhigovernor.governor.ledger.Checkpoint;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.store.Commit;
import io.nhigovernor.governor.store.ConflictException;
import io.nhigovernor.governor.store.IntentRow;
import io.nhigovernor.governor.store.RowChange;
import io.nhigovernor.governor.store.export.LedgerKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Many commits in one transaction, each behind a savepoint: one that conflicts is undone alone and takes no place in the
 * ledger. Used by one thread; after anything but a conflict was thrown it must not be used again.
 */
final class GroupTransaction {
    private static final String STEP = "step";
    private static final long CHECKPOINT_ENTRIES = 1000;
    private static final long CHECKPOINT_NANOSECONDS = 1_000_000_000L;

    private final Handle handle;
    private final Supplier<Handle> connections;
    private final LeaseTable lease;
    private final RowTables rows;
    private final IntentTables intents;
    private final LedgerTable ledger;
    private final long epoch;
    private final String origin;
    private final LedgerKey key;
    private final Anchoring anchoring;
    private LedgerTail tail;
    private LedgerTail durable;
    private List<CanonicalEntry> unanchored = List.of();
    private long intentOrder;
    private long checkpointSize;
    private long checkpointNanos;

    /** @param connections where a connection comes from when this one cannot be used any more */
    GroupTransaction(
            Handle handle,
            Supplier<Handle> connections,
            long epoch,
            String origin,
            LedgerKey key,
            LedgerTail tail,
            Anchoring anchoring) {
        this.handle = handle;
        this.connections = connections;
        this.epoch = epoch;
        this.origin = origin;
        this.key = key;
        this.tail = tail;
        durable = tail;
        this.anchoring = anchoring;
        lease = new LeaseTable(handle);
        rows = new RowTables(handle);
        intents = new IntentTables(handle);
        ledger = new LedgerTable(handle);
        intentOrder = intents.lastOrder();
        checkpointSize = ledger.lastCheckpointSize();
        checkpointNanos = System.nanoTime();
    }

    /**
     * Writes the commits in order; durable when it returns, and to be {@link #anchor anchored} before anybody is told. For each
     * commit the conflict it met, if it met one.
     */
    List<Optional<ConflictException>> write(List<Commit> commits) {
        List<CanonicalEntry> entries = new ArrayList<>();
        List<Optional<ConflictException>> written = inTransaction(() -> {
            Stamp stamp = new Stamp(epoch, Sqlite.now(handle));
            List<Optional<ConflictException>> conflicts = new ArrayList<>();
            for (Commit commit : commits) {
                Optional<ConflictException> conflict = write(commit, stamp);
                conflicts.add(conflict);
                if (conflict.isEmpty()) {
                    commit.entries().forEach(draft -> entries.add(append(draft, stamp)));
                }
            }
            ledger.append(entries);
            checkpointIfDue(stamp);
            return conflicts;
        });
        unanchored = entries;
        return written;
    }

    /** Anchors outside what was written last. May be repeated after it threw. */
    void anchor() {
        if (!unanchored.isEmpty()) {
            anchoring.written(
                    unanchored, tail.chain(), unanchored.getLast().entry().time());
            unanchored = List.of();
        }
    }

    /** Signs a checkpoint over what has none yet, if a second has passed since the last. */
    void idle() {
        if (checkpointDue()) {
            inTransaction(() -> {
                checkpoint(new Stamp(epoch, Sqlite.now(handle)));
                return true;
            });
        }
    }

    /** Signs a checkpoint over what has none yet. */
    void finish() {
        checkpointNanos = System.nanoTime() - CHECKPOINT_NANOSECONDS;
        idle();
    }

    /** One that goes on after this one threw, from what is durable, on a connection of its own. */
    GroupTransaction anew() {
        close();
        return new GroupTransaction(connections.get(), connections, epoch, origin, key, durable, anchoring);
    }

    /** Gives the connection back. */
    void close() {
        try {
            handle.close();
        } catch (JdbiException e) {
            // It may hold a transaction that SQLite has undone by itself; the connection is closed all the same.
            return;
        }
    }

    private <T> T inTransaction(Supplier<T> work) {
        handle.begin();
        try {
            lease.require(epoch);
            T result = work.get();
            handle.commit();
            durable = tail;
            return result;
        } catch (RuntimeException e) {
            rollback(e);
            throw e;
        }
    }

    /** What failed first is what is told; SQLite may have rolled back by itself. */
    private void rollback(RuntimeException first) {
        try {
            handle.rollback();
        } catch (RuntimeException e) {
            first.addSuppressed(e);
        }
    }

    private Optional<ConflictException> write(Commit commit, Stamp stamp) {
        handle.savepoint(STEP);
        try {
            for (RowChange change : commit.rows()) {
                rows.write(change, stamp);
            }
            for (Commit.ClosedIntent closed : commit.closed()) {
                intents.close(closed, stamp);
            }
            for (Commit.Compromised known : commit.compromised()) {
                intents.compromised(known, stamp);
            }
            for (IntentRow intent : commit.opened()) {
                intents.open(intent, ++intentOrder, stamp);
            }
            for (Commit.Claim claim : commit.claims()) {
                intents.claim(claim, stamp);
            }
            handle.releaseSavepoint(STEP);
            return Optional.empty();
        } catch (ConflictException conflict) {
            handle.rollbackToSavepoint(STEP);
            return Optional.of(conflict);
        }
    }

    private CanonicalEntry append(LedgerDraft draft, Stamp stamp) {
        CanonicalEntry entry = tail.chain().append(draft, stamp.time(), stamp.epoch());
        tail = tail.after(entry);
        return entry;
    }

    private void checkpointIfDue(Stamp stamp) {
        if (checkpointDue()) {
            checkpoint(stamp);
        }
    }

    private boolean checkpointDue() {
        long open = tail.chain().size() - checkpointSize;
        return open >= CHECKPOINT_ENTRIES
                || (open > 0 && System.nanoTime() - checkpointNanos >= CHECKPOINT_NANOSECONDS);
    }

    private void checkpoint(Stamp stamp) {
        ledger.keep(key.sign(Checkpoint.at(origin, tail.chain(), tail.tree(), stamp.time(), Optional.empty())));
        checkpointSize = tail.chain().size();
        checkpointNanos = System.nanoTime();
    }
}
