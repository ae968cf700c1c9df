package io.nhigovernor.governor.store;

import io.nhigovernor.governor.ledger.HashChain;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The database is not the one that was last written to: an older copy was brought back, or nobody can tell, because what
 * was anchored outside is gone (K12). What was done since the older state is not in it.
 *
 * @param anchored what is known to have been there; empty if the anchor is missing or does not read
 * @param ledger where the ledger ended when the store was opened
 */
public record SetBack(Optional<Anchored> anchored, HashChain ledger) {
    private static final String LOST_SEQUENCE = "lostSequence";
    private static final String LOST_HEAD = "lostHead";
    private static final String UNKNOWN = "unknown";

    /** What is wrong, with both heads. */
    public String text() {
        String here = "the ledger ends at entry " + ledger.size() + ", head " + ledger.head();
        return anchored.map(last -> last.sequence() > ledger.size()
                        ? "the database is older than what was done: " + here + "; entry " + last.sequence() + ", head "
                                + last.head() + ", was anchored at " + last.time()
                        : "the database is another than the one that was written: " + here + "; entry "
                                + last.sequence() + " was anchored at " + last.time() + " with the hash "
                                + last.head() + ", and is not that entry here")
                .orElse("whether the database is older than what was done cannot be told: " + here
                        + "; its anchor is missing or does not read");
    }

    /** A human's word that forward work may go on from the older state. Both heads stay in the ledger for good. */
    public LedgerDraft gap(String actor, String method, String reason) {
        Map<String, String> detail = new TreeMap<>();
        detail.put(LOST_SEQUENCE, lostSequence());
        detail.put(LOST_HEAD, lostHead());
        anchored.ifPresent(last -> {
            detail.put("lostEpoch", Long.toString(last.epoch()));
            detail.put("anchoredAt", last.time().toString());
        });
        detail.put("foundSequence", Long.toString(ledger.size()));
        detail.put("foundHead", ledger.head());
        detail.put("reason", reason);
        return new LedgerDraft(
                LedgerAction.GAP,
                actor,
                method,
                Optional.empty(),
                "ledger",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(lostHead()),
                Optional.of(ledger.head()),
                new TreeMap<>(detail));
    }

    /** Whether this entry is the human's word on exactly this. */
    public boolean confirmedBy(LedgerDraft entry) {
        return entry.action() == LedgerAction.GAP
                && lostSequence().equals(entry.detail().get(LOST_SEQUENCE))
                && lostHead().equals(entry.detail().get(LOST_HEAD));
    }

    private String lostSequence() {
        return anchored.map(last -> Long.toString(last.sequence())).orElse(UNKNOWN);
    }

    private String lostHead() {
        return anchored.map(Anchored::head).orElse(UNKNOWN);
    }
}
