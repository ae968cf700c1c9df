package io.nhigovernor.governor.store;

import io.nhigovernor.governor.ledger.LedgerEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What is kept, and the one transaction that keeps it. Opening a store takes its file lock, raises the epoch by one and
 * refuses if the ledger's chain does not verify.
 */
public interface Store extends AutoCloseable {
    /** The fencing epoch of this start; every write carries it. */
    long epoch();

    /**
     * Whether the room that is kept for restores, halts and outcomes is being used, because there is no other: nothing else
     * should be written. It ends by itself when there is room again. May be asked by any thread.
     */
    default boolean scarce() {
        return false;
    }

    /** That the database was found set back when it was opened (K12), until a commit holds the human's word on it. */
    Optional<SetBack> setBack();

    /** All rows of one kind, in order of id. */
    List<Row> rows(RowKind kind);

    /** Intents opened and not yet closed, oldest first. */
    List<IntentRow> openIntents();

    /**
     * Writes in the order of the calls, in groups. Completes when durable.
     *
     * <p>An intent that leads to a generation known to be compromised is refused the same way, whatever the engine meant.
     *
     * <p>Completes exceptionally with {@link ConflictException} if a version, claim or open intent is not as expected: with
     * one writer that is a bug or a second writer, and nothing of the commit was written.
     */
    CompletionStage<Void> commit(Commit commit);

    /** Up to {@code limit} entries from {@code firstSequence} on, in order. */
    List<LedgerEntry> ledger(long firstSequence, int limit);

    @Override
    void close();
}
