package io.nhigovernor.governor.store;

import io.nhigovernor.governor.ledger.LedgerDraft;
import java.util.List;

/**
 * One step: rows, intents, credential claims and ledger entries that become true together or not at all.
 *
 * @param closed ids of intents that are closed, with what became of them as JSON
 * @param compromised generations that are from now on known to be known to others: no intent may lead to one
 * @param claims credentials that a rollout takes for itself (S21), or gives back
 */
public record Commit(
        List<RowChange> rows,
        List<IntentRow> opened,
        List<ClosedIntent> closed,
        List<Claim> claims,
        List<Compromised> compromised,
        List<LedgerDraft> entries) {
    public Commit {
        rows = List.copyOf(rows);
        opened = List.copyOf(opened);
        closed = List.copyOf(closed);
        claims = List.copyOf(claims);
        compromised = List.copyOf(compromised);
        entries = List.copyOf(entries);
    }

    /** Without a newly compromised generation. */
    public Commit(
            List<RowChange> rows,
            List<IntentRow> opened,
            List<ClosedIntent> closed,
            List<Claim> claims,
            List<LedgerDraft> entries) {
        this(rows, opened, closed, claims, List.of(), entries);
    }

    /** @param rollout the compromised rollout that said so first */
    public record Compromised(String credential, String generation, String rollout) {}

    public record ClosedIntent(String id, String outcome) {}

    /** @param held true takes the credential for the rollout, false gives it back */
    public record Claim(String credential, String rollout, boolean held) {}
}
