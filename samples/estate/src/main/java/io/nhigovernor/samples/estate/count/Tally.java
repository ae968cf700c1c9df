package io.nhigovernor.samples.estate.count;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Running counts of one credential of one identity, or of one service. Guarded by its owner. */
final class Tally {
    private final Marks marks = new Marks();
    private final Map<String, Marks> generations = new TreeMap<>();
    private final TreeSet<String> partners = new TreeSet<>();
    private long consecutiveFailures;
    private String lastOkGeneration = "";

    void add(CallResult result, String generation, String partner, Instant at) {
        marks.add(result, at);
        generations.computeIfAbsent(generation, unused -> new Marks()).add(result, at);
        partners.add(partner);
        switch (result) {
            case OK -> {
                consecutiveFailures = 0;
                lastOkGeneration = generation;
            }
            case FAIL -> consecutiveFailures++;
            case EXCLUDED, REFUSED -> {
                // Nothing was decided, so neither a failure more nor the end of a row of them.
            }
        }
    }

    /** @param partnersAre what the other side is called: {@code services} or {@code identities} */
    Map<String, Object> toMap(String partnersAre) {
        var map = marks.toMap();
        map.put("consecutiveFailures", consecutiveFailures);
        if (!lastOkGeneration.isEmpty()) {
            map.put("lastOkGeneration", lastOkGeneration);
        }
        map.put(partnersAre, new TreeSet<>(partners));
        var byGeneration = new TreeMap<String, Object>();
        generations.forEach((generation, counts) -> byGeneration.put(generation, counts.toMap()));
        map.put("generations", byGeneration);
        return map;
    }
}
