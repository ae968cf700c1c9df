package io.nhigovernor.governor.store;

import io.nhigovernor.governor.ledger.CanonicalEntry;
import io.nhigovernor.governor.ledger.HashChain;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.ledger.LedgerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A store in memory, which keeps every promise of the port but durability. Commits are complete when the call returns. */
public final class MemoryStore implements Store {
    private final Disk disk;
    private final long epoch;

    /** Opens what {@code disk} holds, and fences whoever had it before. */
    public MemoryStore(Disk disk) {
        this.disk = disk;
        this.epoch = ++disk.epoch;
    }

    public MemoryStore() {
        this(new Disk(() -> Instant.EPOCH));
    }

    /** What outlives a store. */
    public static final class Disk {
        private final Supplier<Instant> clock;
        private long epoch;
        private State state = new State(Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), List.of(), HashChain.EMPTY);

        public Disk(Supplier<Instant> clock) {
            this.clock = clock;
        }
    }

    private record Key(RowKind kind, String id) {}

    private record State(
            Map<Key, Row> rows,
            Map<String, IntentRow> open,
            Map<String, String> closed,
            Map<String, String> claims,
            Set<Commit.Compromised> compromised,
            List<LedgerEntry> ledger,
            HashChain chain) {
        State copy() {
            return new State(
                    new HashMap<>(rows),
                    new LinkedHashMap<>(open),
                    new HashMap<>(closed),
                    new HashMap<>(claims),
                    new HashSet<>(compromised),
                    ledger,
                    chain);
        }
    }

    @Override
    public long epoch() {
        return epoch;
    }

    /** Memory is never set back. */
    @Override
    public Optional<SetBack> setBack() {
        return Optional.empty();
    }

    @Override
    public List<Row> rows(RowKind kind) {
        synchronized (disk) {
            return disk.state.rows().values().stream()
                    .filter(row -> row.kind() == kind)
                    .sorted(Comparator.comparing(Row::id))
                    .toList();
        }
    }

    @Override
    public List<IntentRow> openIntents() {
        synchronized (disk) {
            return List.copyOf(disk.state.open().values());
        }
    }

    @Override
    public CompletionStage<Void> commit(Commit commit) {
        synchronized (disk) {
            if (epoch != disk.epoch) {
                return CompletableFuture.failedFuture(new StoreFailedException(
                        "fenced: epoch " + disk.epoch + " has taken over from epoch " + epoch, null));
            }
            try {
                disk.state = written(disk.state.copy(), commit);
                return CompletableFuture.completedFuture(null);
            } catch (ConflictException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }

    @Override
    public List<LedgerEntry> ledger(long firstSequence, int limit) {
        synchronized (disk) {
            return disk.state.ledger().stream()
                    .skip(Math.max(0, firstSequence - 1))
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public void close() {}

    private State written(State state, Commit commit) {
        commit.rows().forEach(change -> row(state, change));
        for (Commit.ClosedIntent closed : commit.closed()) {
            require(state.open().remove(closed.id()) != null, "no open intent " + closed.id());
            state.closed().put(closed.id(), closed.outcome());
        }
        state.compromised().addAll(commit.compromised());
        for (IntentRow intent : commit.opened()) {
            require(
                    state.compromised().stream()
                            .noneMatch(known -> intent.leadsTo(known.credential(), known.generation())),
                    "intent " + intent.id() + " leads to a compromised generation");
            require(
                    !state.closed().containsKey(intent.id())
                            && !state.open().containsKey(intent.id())
                            && state.open().values().stream()
                                    .noneMatch(open -> open.subject().equals(intent.subject())),
                    "intent " + intent.id() + " is known or another one is open for " + intent.subject());
            state.open().put(intent.id(), intent);
        }
        for (Commit.Claim claim : commit.claims()) {
            require(
                    claim.held()
                            ? state.claims().putIfAbsent(claim.credential(), claim.rollout()) == null
                            : state.claims().remove(claim.credential(), claim.rollout()),
                    "claim on " + claim.credential());
        }
        HashChain chain = state.chain();
        List<LedgerEntry> ledger = state.ledger();
        if (!commit.entries().isEmpty()) {
            ledger = new ArrayList<>(ledger);
            for (LedgerDraft draft : commit.entries()) {
                CanonicalEntry entry = chain.append(draft, disk.clock.get(), epoch);
                chain = chain.after(entry);
                ledger.add(entry.entry());
            }
        }
        return new State(
                state.rows(), state.open(), state.closed(), state.claims(), state.compromised(), ledger, chain);
    }

    private static void row(State state, RowChange change) {
        Key key = new Key(change.kind(), change.id());
        Row row = state.rows().get(key);
        long version = row == null ? 0 : row.version();
        String message = "row " + change.kind() + " " + change.id() + " is not at the version expected";
        switch (change) {
            case RowChange.Put put -> {
                require(version == put.expectedVersion(), message);
                state.rows().put(key, new Row(put.kind(), put.id(), version + 1, put.json()));
            }
            case RowChange.Delete delete -> {
                require(row != null && version == delete.expectedVersion(), message);
                state.rows().remove(key);
            }
        }
    }

    private static void require(boolean held, String otherwise) {
        if (!held) {
            throw new ConflictException(otherwise);
        }
    }
}
