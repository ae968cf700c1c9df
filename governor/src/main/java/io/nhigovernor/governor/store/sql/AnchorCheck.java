package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.ledger.HashChain;
import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.governor.store.Anchored;
import io.nhigovernor.governor.store.SetBack;
import java.util.Optional;

/** Compares a ledger, shown entry by entry, with what was anchored outside. */
final class AnchorCheck {
    private final Optional<Anchored> anchored;
    private boolean contained;
    private boolean confirmed;

    AnchorCheck(Optional<Anchored> anchored) {
        this.anchored = anchored;
        contained = anchored.filter(last -> last.sequence() == 0).isPresent();
    }

    void next(LedgerEntry entry) {
        contained |= anchored.filter(last ->
                        last.sequence() == entry.sequence() && last.head().equals(entry.hash()))
                .isPresent();
        // The process may have ended between the human's word and the anchor that followed it.
        confirmed |= anchored.isPresent() && new SetBack(anchored, HashChain.EMPTY).confirmedBy(entry.draft());
    }

    /** What is wrong with a ledger that ends here; a fresh one without an anchor begins one. */
    Optional<SetBack> against(HashChain end) {
        boolean fresh = anchored.isEmpty() && end.size() == 0;
        return contained || confirmed || fresh ? Optional.empty() : Optional.of(new SetBack(anchored, end));
    }
}
