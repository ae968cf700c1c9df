package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.store.Commit;
import io.nhigovernor.governor.store.IntentRow;
import io.nhigovernor.governor.store.RowChange;
import io.nhigovernor.governor.store.RowKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what one engine event writes, and knows the version every row has. */
final class Ledgering {
    private final Map<String, Long> versions = new HashMap<>();
    private Map<String, RowChange> rows = new LinkedHashMap<>();
    private List<IntentRow> opened = new ArrayList<>();
    private List<Commit.ClosedIntent> closed = new ArrayList<>();
    private List<Commit.Claim> claims = new ArrayList<>();
    private List<Commit.Compromised> compromised = new ArrayList<>();
    private List<LedgerDraft> entries = new ArrayList<>();

    /** A row as found at the start. */
    void known(RowKind kind, String id, long version) {
        versions.put(kind + "/" + id, version);
    }

    void put(RowKind kind, String id, String json) {
        String key = kind + "/" + id;
        long expected = versions.getOrDefault(key, 0L);
        rows.put(key, new RowChange.Put(kind, id, expected, json));
    }

    void opened(IntentRow intent) {
        opened.add(intent);
    }

    void closed(String intent, String outcome) {
        closed.add(new Commit.ClosedIntent(intent, outcome));
    }

    void claim(String credential, String rollout, boolean held) {
        claims.add(new Commit.Claim(credential, rollout, held));
    }

    void compromised(String credential, String generation, String rollout) {
        compromised.add(new Commit.Compromised(credential, generation, rollout));
    }

    void entry(LedgerDraft draft) {
        entries.add(draft);
    }

    long version(RowKind kind, String id) {
        return versions.getOrDefault(kind + "/" + id, 0L);
    }

    /** Everything collected since the last take; empty if nothing is to be written. */
    Optional<Commit> take() {
        if (rows.isEmpty()
                && opened.isEmpty()
                && closed.isEmpty()
                && claims.isEmpty()
                && compromised.isEmpty()
                && entries.isEmpty()) {
            return Optional.empty();
        }
        rows.keySet().forEach(key -> versions.merge(key, 1L, Long::sum));
        var commit = new Commit(List.copyOf(rows.values()), opened, closed, claims, compromised, entries);
        rows = new LinkedHashMap<>();
        opened = new ArrayList<>();
        closed = new ArrayList<>();
        claims = new ArrayList<>();
        compromised = new ArrayList<>();
        entries = new ArrayList<>();
        return Optional.of(commit);
    }
}
