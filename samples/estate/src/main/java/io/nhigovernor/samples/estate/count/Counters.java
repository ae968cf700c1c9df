package io.nhigovernor.samples.estate.count;

import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What really happened, as the callers and, apart from them, the services saw it. Maps are plain text and numbers, ready
 * to be written as JSON.
 */
public final class Counters {
    private final SortedMap<String, SortedMap<String, Tally>> callers = new TreeMap<>();
    private final SortedMap<String, Tally> services = new TreeMap<>();
    private final SortedMap<String, Long> probes = new TreeMap<>();

    /** One call, told by its caller; {@code generation} is what it presented. */
    public synchronized void called(TargetId target, String service, String generation, CallResult result, Instant at) {
        callers.computeIfAbsent(target.identity(), unused -> new TreeMap<>())
                .computeIfAbsent(target.credential(), unused -> new Tally())
                .add(result, generation, service, at);
    }

    /** One authentication, told by its service; {@code generation} is what it recognised. */
    public synchronized void answered(
            String service, String identity, String generation, CallResult result, Instant at) {
        services.computeIfAbsent(service, unused -> new Tally()).add(result, generation, identity, at);
    }

    /** One authentication that was somebody's probe and no caller's. */
    public synchronized void probed(String service) {
        probes.merge(service, 1L, Long::sum);
    }

    public synchronized Map<String, Object> ofServices() {
        var all = new TreeMap<String, Object>();
        services.forEach((service, tally) -> {
            var map = tally.toMap("identities");
            map.put("probes", probes.getOrDefault(service, 0L));
            all.put(service, map);
        });
        return all;
    }

    public synchronized Map<String, Object> ofIdentities() {
        var all = new TreeMap<String, Object>();
        callers.keySet().forEach(identity -> of(identity).ifPresent(map -> all.put(identity, map)));
        return all;
    }

    /** Per credential, with every generation this identity ever used and when; empty if it never called. */
    public synchronized Optional<Map<String, Object>> of(String identity) {
        return Optional.ofNullable(callers.get(identity)).map(credentials -> {
            var map = new TreeMap<String, Object>();
            credentials.forEach((credential, tally) -> map.put(credential, tally.toMap("services")));
            return map;
        });
    }
}
