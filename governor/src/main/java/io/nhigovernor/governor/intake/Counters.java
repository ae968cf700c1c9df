package io.nhigovernor.governor.intake;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many of each, since start. */
public final class Counters {
    private final Map<Counted, LongAdder> counters = new EnumMap<>(Counted.class);

    public Counters() {
        for (Counted counted : Counted.values()) {
            counters.put(counted, new LongAdder());
        }
    }

    void add(Counted counted, int count) {
        counters.getOrDefault(counted, new LongAdder()).add(count);
    }

    public Map<Counted, Long> snapshot() {
        Map<Counted, Long> snapshot = new EnumMap<>(Counted.class);
        counters.forEach((counted, adder) -> snapshot.put(counted, adder.sum()));
        return Collections.unmodifiableMap(snapshot);
    }
}
