package io.nhigovernor.samples.estate.proof;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the ledger as it grows. */
public final class LedgerFollower {
    private final List<Entry> entries = new ArrayList<>();
    private long next = 1;

    /** Reads what was written since the last look. */
    public void look(Api api) throws IOException, InterruptedException {
        while (true) {
            var slice = api.get("/v1/ledger?limit=1000&from=" + next);
            slice.path("items").forEach(item -> entries.add(Entry.of(item)));
            long after = slice.path("next").asLong();
            if (after == next) {
                break;
            }
            next = after;
        }
    }

    /** All seen so far. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }
}
