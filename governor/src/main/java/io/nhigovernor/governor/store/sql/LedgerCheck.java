package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.ledger.CanonicalEntry;
import io.nhigovernor.governor.ledger.Checkpoint;
import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.governor.ledger.SignedCheckpoint;
import io.nhigovernor.governor.ledger.VerificationKey;
import io.nhigovernor.governor.store.StoreRefusedException;
import java.util.Optional;
import java.util.function.Consumer;

/** The look at the whole ledger before a store opens: every entry follows the one before, and the last checkpoint holds. */
final class LedgerCheck {
    private final Optional<SignedCheckpoint> checkpoint;
    private final Consumer<LedgerEntry> seen;
    private LedgerTail tail = LedgerTail.EMPTY;

    private LedgerCheck(Optional<SignedCheckpoint> checkpoint, Consumer<LedgerEntry> seen) {
        this.checkpoint = checkpoint;
        this.seen = seen;
    }

    /**
     * Where the ledger ends.
     *
     * @param seen is shown every entry that verifies
     * @throws StoreRefusedException naming the first record that does not verify
     */
    static LedgerTail verify(LedgerTable table, VerificationKey key, Consumer<LedgerEntry> seen) {
        LedgerCheck check = new LedgerCheck(table.lastCheckpoint().map(line -> signed(line, key)), seen);
        check.compare();
        table.read(check::next);
        check.checkpoint
                .map(SignedCheckpoint::checkpoint)
                .filter(last -> last.size() > check.tail.chain().size())
                .ifPresent(last -> {
                    throw refused(
                            "ledger entry " + (check.tail.chain().size() + 1),
                            "it is missing: the last checkpoint covers " + last.size() + " entries");
                });
        return check.tail;
    }

    private void next(LedgerTable.Kept kept) {
        String record = "ledger entry " + (tail.chain().size() + 1);
        CanonicalEntry entry =
                kept.entry().orElseThrow(() -> refused(record, "its columns and its canonical body do not agree"));
        tail.chain().objection(entry).ifPresent(objection -> {
            throw refused(record, objection);
        });
        tail = tail.after(entry);
        seen.accept(entry.entry());
        compare();
    }

    private void compare() {
        checkpoint
                .map(SignedCheckpoint::checkpoint)
                .filter(last -> last.size() == tail.chain().size())
                .filter(last -> !last.head().equals(tail.chain().head())
                        || !last.root().equals(tail.tree().root()))
                .map(Checkpoint::size)
                .ifPresent(size -> {
                    throw refused("checkpoint " + size, "the entries before it are not the ones it was signed for");
                });
    }

    private static SignedCheckpoint signed(String line, VerificationKey key) {
        SignedCheckpoint signed = SignedCheckpoint.read(line)
                .orElseThrow(() -> refused("the last checkpoint", "it is not the canonical form of one"));
        if (!signed.verifies(key)) {
            throw refused(
                    "checkpoint " + signed.checkpoint().size(),
                    "it is not signed with this ledger key; if the key file was lost, bring it back");
        }
        return signed;
    }

    private static StoreRefusedException refused(String record, String why) {
        return new StoreRefusedException(
                record + " does not verify: " + why + ". The database is left as it is; restore it from a backup");
    }
}
