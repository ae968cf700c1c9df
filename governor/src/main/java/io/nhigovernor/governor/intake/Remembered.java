package io.nhigovernor.governor.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The (source, id) pairs that arrived lately: each for 15 minutes, the oldest leaving first when there are too many. */
final class Remembered {
    static final Duration FOR = Duration.ofMinutes(15);
    private final int most;
    private final Map<Key, Instant> arrivals = new LinkedHashMap<>();

    record Key(String source, String id) {}

    Remembered(int most) {
        this.most = most;
    }

    boolean contains(Key key, Instant now) {
        Instant arrived = arrivals.get(key);
        return arrived != null && arrived.isAfter(now.minus(FOR));
    }

    void add(Key key, Instant now) {
        arrivals.remove(key);
        arrivals.put(key, now);
        Iterator<Instant> oldest = arrivals.values().iterator();
        while (oldest.hasNext() && (!oldest.next().isAfter(now.minus(FOR)) || arrivals.size() > most)) {
            oldest.remove();
        }
    }

    int size() {
        return arrivals.size();
    }
}
