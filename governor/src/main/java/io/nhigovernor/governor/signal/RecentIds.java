package io.nhigovernor.governor.signal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The signals of the last 15 minutes of arrival, by source and id: deliveries repeat. */
public final class RecentIds {
    private static final long KEPT = Micros.of(Duration.ofMinutes(15));

    private final Map<Key, Long> seen = new HashMap<>();
    private final Deque<Arrival> order = new ArrayDeque<>();
    private long newest = Long.MIN_VALUE;

    /** Notes an arrival; answers whether it is the first of its source and id within 15 minutes. */
    public boolean first(String source, String id, long arrived) {
        newest = Math.max(newest, arrived);
        while (!order.isEmpty() && order.getFirst().at < newest - KEPT) {
            Arrival oldest = order.removeFirst();
            seen.remove(oldest.key, oldest.at);
        }
        Key key = new Key(source, id);
        if (seen.putIfAbsent(key, arrived) != null) {
            return false;
        }
        order.addLast(new Arrival(key, arrived));
        return true;
    }

    private record Key(String source, String id) {}

    private record Arrival(Key key, long at) {}
}
