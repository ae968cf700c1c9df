package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.ledger.HashChain;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.governor.store.Anchored;
import io.nhigovernor.governor.store.Commit;
import io.nhigovernor.governor.store.ConflictException;
import io.nhigovernor.governor.store.IntentRow;
import io.nhigovernor.governor.store.Row;
import io.nhigovernor.governor.store.RowChange;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.governor.store.SetBack;
import io.nhigovernor.governor.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store with a memory and no disk: every commit is durable at once, and the same conflicts are found. */
final class SimulatedStore implements Store {
    private final TreeMap<String, Row> rows = new TreeMap<>();
    private final Map<String, IntentRow> open = new TreeMap<>();
    private final Map<String, String> claims = new HashMap<>();
    final List<LedgerDraft> entries = new ArrayList<>();
    final List<IntentRow> everOpened = new ArrayList<>();
    /** Recorded while the database was set back, and nobody had confirmed it. */
    final List<IntentRow> openedInFreeze = new ArrayList<>();
    /** Recorded by a rollout for a credential that it did not hold (S21). */
    final List<IntentRow> openedUnclaimed = new ArrayList<>();

    private final List<Commit.Compromised> compromised = new ArrayList<>();
    private final Set<String> recorded = new HashSet<>();
    private Optional<SetBack> setBack = Optional.empty();
    private long epoch = 1;

    void restarted() {
        epoch++;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    /** What a backup of the database holds. */
    record Copy(
            TreeMap<String, Row> rows,
            Map<String, IntentRow> open,
            Map<String, String> claims,
            List<Commit.Compromised> compromised,
            int entries) {}

    Copy copy() {
        return new Copy(
                new TreeMap<>(rows),
                new TreeMap<>(open),
                new HashMap<>(claims),
                new ArrayList<>(compromised),
                entries.size());
    }

    /** The backup is brought back; what was anchored outside, the epoch and the test's own memory are not. */
    void bringBack(Copy older, Instant now) {
        var lost = new HashChain(entries.size(), HashChain.EMPTY.head());
        rows.clear();
        rows.putAll(older.rows());
        open.clear();
        open.putAll(older.open());
        claims.clear();
        claims.putAll(older.claims());
        compromised.clear();
        compromised.addAll(older.compromised());
        setBack = Optional.of(new SetBack(
                Optional.of(new Anchored(lost, epoch, now)), new HashChain(older.entries(), HashChain.EMPTY.head())));
    }

    @Override
    public Optional<SetBack> setBack() {
        return setBack;
    }

    @Override
    public List<Row> rows(RowKind kind) {
        return rows.values().stream().filter(row -> row.kind() == kind).toList();
    }

    @Override
    public List<IntentRow> openIntents() {
        return List.copyOf(open.values());
    }

    /** False, and nothing written, under any epoch but the newest. */
    boolean commitUnder(long under, Commit commit) {
        if (under != epoch) {
            return false;
        }
        commit(commit);
        return true;
    }

    boolean recorded(String intent) {
        return recorded.contains(intent);
    }

    @Override
    public CompletionStage<Void> commit(Commit commit) {
        for (RowChange change : commit.rows()) {
            apply(change);
        }
        for (Commit.ClosedIntent closed : commit.closed()) {
            open.values().removeIf(intent -> intent.id().equals(closed.id()));
        }
        compromised.addAll(commit.compromised());
        for (IntentRow intent : commit.opened()) {
            if (compromised.stream().anyMatch(known -> intent.leadsTo(known.credential(), known.generation()))) {
                throw new ConflictException("intent " + intent.id() + " leads to a compromised generation");
            }
            boolean closedAtOnce =
                    commit.closed().stream().anyMatch(closed -> closed.id().equals(intent.id()));
            if (!closedAtOnce && open.putIfAbsent(intent.subject(), intent) != null) {
                throw new ConflictException("a second open intent for " + intent.subject());
            }
            everOpened.add(intent);
            if (setBack.isPresent()) {
                openedInFreeze.add(intent);
            }
            if (!intent.rollout().equals(claims.get(intent.credential().orElse("")))) {
                openedUnclaimed.add(intent);
            }
            recorded.add(intent.id());
        }
        for (Commit.Claim claim : commit.claims()) {
            if (!claim.held()) {
                claims.remove(claim.credential());
            } else if (claims.putIfAbsent(claim.credential(), claim.rollout()) != null) {
                throw new ConflictException(claim.credential() + " is claimed twice");
            }
        }
        entries.addAll(commit.entries());
        setBack = setBack.filter(found -> commit.entries().stream().noneMatch(found::confirmedBy));
        return CompletableFuture.completedFuture(null);
    }

    private void apply(RowChange change) {
        String key = change.kind() + "/" + change.id();
        Row known = rows.get(key);
        long version = known == null ? 0 : known.version();
        switch (change) {
            case RowChange.Put put -> {
                if (put.expectedVersion() != version) {
                    throw new ConflictException(key + " is at " + version + ", not " + put.expectedVersion());
                }
                rows.put(key, new Row(put.kind(), put.id(), version + 1, put.json()));
            }
            case RowChange.Delete delete -> rows.remove(key);
        }
    }

    @Override
    public List<LedgerEntry> ledger(long firstSequence, int limit) {
        return List.of();
    }

    @Override
    public void close() {}
}
