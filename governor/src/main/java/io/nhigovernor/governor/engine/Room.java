package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import java.util.Map;
import java.util.Optional;

/**
 * Whether there is room to write. While there is only the store's reserve, nothing forward begins: what is left is for
 * restores, halts and outcomes.
 */
final class Room {
    static final String CODE = "E2108";
    static final String FULL = "the disk of the database is full; only hold, halt and restore are taken";
    static final String AMPLE = "there is room for the database again; what was held for want of it waits for resume";

    private boolean full;

    boolean full() {
        return full;
    }

    /** What is to be told of the change. */
    LedgerDraft found(boolean nowFull) {
        full = nowFull;
        return LedgerDraft.of(LedgerAction.ALARM, "database", Map.of("code", CODE, "text", nowFull ? FULL : AMPLE));
    }

    Optional<Answer> refuses(Order order) {
        boolean taken = switch (order) {
            case Order.Apply apply -> apply.dryRun();
            case Order.Hold ignored -> true;
            case Order.Halt ignored -> true;
            case Order.Restore ignored -> true;
            case Order.Propose ignored -> false;
            case Order.Approve ignored -> false;
            case Order.Start ignored -> false;
            case Order.Retry ignored -> false;
            case Order.Waive ignored -> false;
            case Order.ConfirmSetBack ignored -> false;
            case Order.AcceptDrift ignored -> false;
            case Order.Resume ignored -> false;
            case Order.Promote ignored -> false;
            case Order.Exclude ignored -> false;
        };
        return full && !taken ? Optional.of(refusal()) : Optional.empty();
    }

    static Answer refusal() {
        return Answer.Refused.of(
                Answer.Kind.NO_ROOM,
                CODE,
                FULL,
                "make room on the disk under data; governor status says when it is seen");
    }
}
