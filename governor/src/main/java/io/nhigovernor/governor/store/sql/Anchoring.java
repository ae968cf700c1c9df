package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.ledger.CanonicalEntry;
import io.nhigovernor.governor.ledger.HashChain;
import io.nhigovernor.governor.store.Anchored;
import io.nhigovernor.governor.store.SetBack;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the anchor up with the ledger: once per group, after the group is durable and before anybody is told so. After, so
 * that it never names an entry that the next start does not find; before, so that whatever was acted on is anchored. A
 * ledger that was set back is not anchored, and what was lost stays written down, until a human confirmed the gap.
 */
final class Anchoring {
    private final AnchorFile file;
    private final long epoch;
    private volatile Optional<SetBack> setBack;

    Anchoring(AnchorFile file, long epoch, Optional<SetBack> setBack, HashChain chain, Instant now) {
        this.file = file;
        this.epoch = epoch;
        this.setBack = setBack;
        // The epoch goes on also where the ledger does not: no epoch is ever taken twice.
        setBack.map(SetBack::anchored)
                .orElse(Optional.of(at(chain, now)))
                .ifPresent(last -> file.begin(new Anchored(last.ledger(), epoch, now)));
    }

    Optional<SetBack> setBack() {
        return setBack;
    }

    /** These entries are durable, and the chain ends here. */
    void written(List<CanonicalEntry> entries, HashChain chain, Instant now) {
        boolean stays = setBack.filter(open ->
                        entries.stream().map(CanonicalEntry::entry).noneMatch(entry -> open.confirmedBy(entry.draft())))
                .isPresent();
        if (entries.isEmpty() || stays) {
            return;
        }
        file.keep(at(chain, now));
        setBack = Optional.empty();
    }

    private Anchored at(HashChain chain, Instant now) {
        return new Anchored(chain, epoch, now);
    }
}
