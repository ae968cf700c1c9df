package io.nhigovernor.governor.store;

import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds commits for tests: {@code Commits.with().put(...).entry("moved").done()}. */
public final class Commits {
    private final List<RowChange> rows = new ArrayList<>();
    private final List<IntentRow> opened = new ArrayList<>();
    private final List<Commit.ClosedIntent> closed = new ArrayList<>();
    private final List<Commit.Compromised> compromised = new ArrayList<>();
    private final List<Commit.Claim> claims = new ArrayList<>();
    private final List<LedgerDraft> entries = new ArrayList<>();

    private Commits() {}

    public static Commits with() {
        return new Commits();
    }

    public Commits put(RowKind kind, String id, long expectedVersion, String json) {
        rows.add(new RowChange.Put(kind, id, expectedVersion, json));
        return this;
    }

    public Commits delete(RowKind kind, String id, long expectedVersion) {
        rows.add(new RowChange.Delete(kind, id, expectedVersion));
        return this;
    }

    public Commits open(String id, String subject) {
        opened.add(new IntentRow(id, "r-1", subject, "a-1", "STAGE", "{}"));
        return this;
    }

    /** An intent about one generation of the credential {@code payments}. */
    public Commits open(String id, String operation, String generation) {
        opened.add(new IntentRow(
                id, "r-1", "s-" + id, "a-1", operation, Optional.of("payments"), Optional.of(generation), "{}"));
        return this;
    }

    /** A generation of the credential {@code payments} is known to others. */
    public Commits compromised(String generation) {
        compromised.add(new Commit.Compromised("payments", generation, "r-1"));
        return this;
    }

    public Commits close(String id) {
        closed.add(new Commit.ClosedIntent(id, "{}"));
        return this;
    }

    public Commits claim(String credential, String rollout) {
        claims.add(new Commit.Claim(credential, rollout, true));
        return this;
    }

    public Commits release(String credential, String rollout) {
        claims.add(new Commit.Claim(credential, rollout, false));
        return this;
    }

    public Commits entry(String subject) {
        entries.add(LedgerDraft.of(LedgerAction.MOVED, subject, Map.of("note", "ü \"x\"")));
        return this;
    }

    public Commit done() {
        return new Commit(rows, opened, closed, claims, compromised, entries);
    }
}
