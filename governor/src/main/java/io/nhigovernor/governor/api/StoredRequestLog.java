package io.nhigovernor.governor.api;

import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.store.Commit;
import io.nhigovernor.governor.store.Row;
import io.nhigovernor.governor.store.RowChange;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.governor.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Answers kept in the store, so that a request sent again after a restart is not carried out again. They leave when they are
 * a day old, or sooner when there are too many. Only one of these may write a store's requests.
 */
public final class StoredRequestLog implements RequestLog {
    private static final Duration KEPT_FOR = Duration.ofHours(24);

    private final Store store;
    private final InstantSource clock;
    private final Limits limits;
    private final Map<String, Held> held = new LinkedHashMap<>();
    private long characters;

    /** @param characters of all answers together; they are also kept in memory */
    public record Limits(int answers, long characters) {}

    /** What a row holds. */
    private record Entry(Instant at, Kept kept) {}

    private record Held(Entry entry, long version, int characters) {}

    /** Reads back what was kept. @param clock wall time, since it is compared over restarts */
    public StoredRequestLog(Store store, InstantSource clock, Limits limits) {
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        record Found(Row row, Entry entry) {}
        store.rows(RowKind.REQUEST).stream()
                .map(row -> new Found(row, Json.read(row.json(), Entry.class)))
                .sorted(Comparator.comparing((Found found) -> found.entry().at())
                        .thenComparing(found -> found.row().id()))
                .forEach(found -> hold(
                        found.row().id(),
                        new Held(
                                found.entry(),
                                found.row().version(),
                                found.row().json().length())));
    }

    @Override
    public synchronized Optional<Kept> get(String token, String key) {
        return Optional.ofNullable(held.get(id(token, key)))
                .map(Held::entry)
                .filter(entry -> entry.at().isAfter(clock.instant().minus(KEPT_FOR)))
                .map(Entry::kept);
    }

    /** Returns when it is durable. */
    @Override
    public void put(String token, String key, Kept kept) {
        var entry = new Entry(clock.instant(), kept);
        String json = Json.write(entry);
        commit(id(token, key), entry, json).toCompletableFuture().join();
    }

    /** Commits are given in the order of their versions; waiting for them holds nobody else up. */
    private synchronized CompletionStage<Void> commit(String id, Entry entry, String json) {
        List<RowChange> rows = new ArrayList<>();
        Optional<Held> before = Optional.ofNullable(held.remove(id));
        before.ifPresent(old -> characters -= old.characters());
        long version = before.map(Held::version).orElse(0L);
        rows.add(new RowChange.Put(RowKind.REQUEST, id, version, json));
        hold(id, new Held(entry, version + 1, json.length()));
        prune(entry.at().minus(KEPT_FOR), id, rows);
        return store.commit(new Commit(rows, List.of(), List.of(), List.of(), List.of()));
    }

    private void hold(String id, Held answer) {
        held.put(id, answer);
        characters += answer.characters();
    }

    private void prune(Instant oldest, String newest, List<RowChange> rows) {
        Iterator<Map.Entry<String, Held>> answers = held.entrySet().iterator();
        while (answers.hasNext()) {
            Map.Entry<String, Held> next = answers.next();
            Held answer = next.getValue();
            boolean fits = held.size() <= limits.answers() && characters <= limits.characters();
            if (next.getKey().equals(newest) || (fits && answer.entry().at().isAfter(oldest))) {
                return;
            }
            rows.add(new RowChange.Delete(RowKind.REQUEST, next.getKey(), answer.version()));
            characters -= answer.characters();
            answers.remove();
        }
    }

    /** Neither a token's name nor a key has a space. */
    private static String id(String token, String key) {
        return token + " " + key;
    }
}
