package io.nhigovernor.samples.estate.proof;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the ledger as it grows, and knows which intents are open. */
public final class LedgerFollower {
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> open = new LinkedHashMap<>();
    private long next = 1;

    /** The entries written since the last look. */
    public List<Entry> look(Api api) throws IOException, InterruptedException {
        var fresh = new ArrayList<Entry>();
        while (true) {
            var slice = api.get("/v1/ledger?limit=1000&from=" + next);
            slice.path("items").forEach(item -> fresh.add(Entry.of(item)));
            long after = slice.path("next").asLong();
            if (after == next) {
                break;
            }
            next = after;
        }
        for (var entry : fresh) {
            if (entry.isIntent()) {
                open.put(entry.intent(), entry);
            } else if (entry.isOutcome()) {
                open.remove(entry.intent());
            }
        }
        entries.addAll(fresh);
        return fresh;
    }

    /** All seen so far. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Intents without an outcome, oldest first. */
    public List<Entry> open() {
        return List.copyOf(open.values());
    }
}
