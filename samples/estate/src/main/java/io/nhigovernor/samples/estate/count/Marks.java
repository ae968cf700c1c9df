package io.nhigovernor.samples.estate.count;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How often each result came, and when first and last. Guarded by its owner. */
final class Marks {
    private final Map<CallResult, Mark> marks = new EnumMap<>(CallResult.class);

    private record Mark(long count, Instant first, Instant last) {}

    void add(CallResult result, Instant at) {
        marks.merge(
                result,
                new Mark(1, at, at),
                (known, one) -> new Mark(known.count + 1, known.first, at.isAfter(known.last) ? at : known.last));
    }

    Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        for (var result : CallResult.values()) {
            var mark = marks.get(result);
            map.put(result.name().toLowerCase(Locale.ROOT), mark == null ? 0L : mark.count);
        }
        marks.forEach((result, mark) -> {
            var word = result.name().charAt(0) + result.name().substring(1).toLowerCase(Locale.ROOT);
            map.put("first" + word, mark.first.toString());
            map.put("last" + word, mark.last.toString());
        });
        return map;
    }
}
