package io.nhigovernor.connectors.vault.audit;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many lines became what, since start, by device and word. Any thread. */
public final class AuditCounters {
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

    void add(String device, Enum<?> what) {
        counters.computeIfAbsent(device + " " + what.name(), ignored -> new LongAdder())
                .increment();
    }

    /** Such as {@code file MALFORMED} to 2; what never happened is not there. */
    public Map<String, Long> snapshot() {
        Map<String, Long> snapshot = new TreeMap<>();
        counters.forEach((name, adder) -> snapshot.put(name, adder.sum()));
        return Collections.unmodifiableMap(snapshot);
    }

    /** What a readable line came to. */
    enum Taken {
        LOGIN,
        FETCH,
        UNATTRIBUTED,
        OTHER,
        /** Another device had it before, or it came again. */
        REPEATED
    }
}
