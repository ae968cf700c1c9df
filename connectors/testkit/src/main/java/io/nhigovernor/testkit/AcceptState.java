package io.nhigovernor.testkit;

import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.Version;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the in-memory verifier remembers of one credential. Not thread-safe; the backend's lock guards it. */
final class AcceptState {
    private final Map<Fingerprint, AcceptedGeneration> listed = new LinkedHashMap<>();
    private final Map<Fingerprint, AcceptedGeneration> recreatable = new HashMap<>();
    private final Set<Fingerprint> destroyed = new HashSet<>();
    private final Set<String> destroyedAttempts = new HashSet<>();
    private long version;

    Acceptance acceptance() {
        return new Acceptance(new Version(version), List.copyOf(listed.values()));
    }

    Observed observed(Fingerprint generation) {
        return new Observed(Optional.of(generation).filter(listed::containsKey), new Version(version));
    }

    boolean known(Fingerprint generation) {
        return listed.containsKey(generation) || recreatable.containsKey(generation);
    }

    boolean isDestroyed(Fingerprint generation, String attempt) {
        return destroyed.contains(generation) || destroyedAttempts.contains(attempt);
    }

    void put(AcceptedGeneration generation, boolean overlap) {
        if (!overlap) {
            // One value: whatever was there is overwritten, and nothing of it is known here any more.
            listed.clear();
            recreatable.clear();
        }
        listed.put(generation.fingerprint(), generation);
        recreatable.remove(generation.fingerprint());
        version++;
    }

    void disable(Fingerprint generation, boolean recreate) {
        var found = listed.get(generation);
        if (found != null && recreate) {
            listed.remove(generation);
            recreatable.put(generation, found);
        } else if (found != null) {
            listed.put(generation, with(found, false, found.validity()));
        }
        version++;
    }

    void enable(Fingerprint generation, boolean overlap) {
        var found = listed.getOrDefault(generation, recreatable.get(generation));
        if (found != null) {
            put(with(found, true, found.validity()), overlap);
        }
    }

    void expire(Fingerprint generation, Instant notAfter) {
        listed.computeIfPresent(
                generation,
                (fingerprint, found) -> with(
                        found, found.enabled(), new Validity(found.validity().notBefore(), Optional.of(notAfter))));
        version++;
    }

    void destroy(Fingerprint generation) {
        var found = listed.getOrDefault(generation, recreatable.get(generation));
        if (found != null) {
            found.attempt().ifPresent(destroyedAttempts::add);
        }
        listed.remove(generation);
        recreatable.remove(generation);
        destroyed.add(generation);
        version++;
    }

    void forget(Fingerprint generation) {
        listed.remove(generation);
        version++;
    }

    Optional<AcceptedGeneration> byAttempt(String attempt) {
        return Stream.concat(listed.values().stream(), recreatable.values().stream())
                .filter(found -> found.attempt().equals(Optional.of(attempt)))
                .findFirst();
    }

    private static AcceptedGeneration with(AcceptedGeneration old, boolean enabled, Validity validity) {
        return new AcceptedGeneration(old.fingerprint(), enabled, old.attempt(), validity, old.publicPart());
    }
}
