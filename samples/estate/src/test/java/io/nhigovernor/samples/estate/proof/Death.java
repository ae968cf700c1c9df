package io.nhigovernor.samples.estate.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * One death of a governor, as its ledger tells of it.
 *
 * @param inside the operations it was inside of
 * @param lastSequence the entry it wrote last
 */
public record Death(List<Entry> inside, long lastSequence) {
    public Death {
        inside = List.copyOf(inside);
    }

    /** Every start but the first follows a death, inside of what was open then. */
    public static List<Death> in(List<Entry> entries) {
        var deaths = new ArrayList<Death>();
        var open = new LinkedHashMap<String, Entry>();
        for (var entry : entries) {
            if (entry.isIntent()) {
                open.put(entry.intent(), entry);
            } else if (entry.isOutcome()) {
                open.remove(entry.intent());
            } else if (entry.action().equals("STARTED") && entry.sequence() > 1) {
                deaths.add(new Death(List.copyOf(open.values()), entry.sequence() - 1));
            }
        }
        return deaths;
    }
}
