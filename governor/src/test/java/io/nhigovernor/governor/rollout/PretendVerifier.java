package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What accepts one credential: generations, enabled or not, a version, and what its relying parties have heard of it. */
final class PretendVerifier {
    private final boolean overlap;
    private final boolean conditional;
    private final Duration settle;
    private final Map<Fingerprint, Boolean> known = new HashMap<>();
    private final Map<String, Fingerprint> byAttempt = new HashMap<>();
    private final Set<Fingerprint> destroyed = new HashSet<>();
    private final Map<String, Outcome> answered = new HashMap<>();
    private final TreeMap<Instant, Set<Fingerprint>> history = new TreeMap<>();
    private long version = 1;

    PretendVerifier(Fingerprint prior, boolean overlap, boolean conditional, Duration settle) {
        this.overlap = overlap;
        this.conditional = conditional;
        this.settle = settle;
        known.put(prior, true);
        history.put(Instant.MIN, Set.of(prior));
    }

    boolean accepts(Fingerprint generation) {
        return known.getOrDefault(generation, false);
    }

    /** A change reaches the relying parties only after {@code settle}. */
    boolean heardOf(Fingerprint generation, Instant now) {
        return history.floorEntry(now.minus(settle)).getValue().contains(generation);
    }

    boolean knows(Fingerprint generation) {
        return known.containsKey(generation);
    }

    Version version() {
        return new Version(version);
    }

    Optional<Fingerprint> admitted(String attempt) {
        return Optional.ofNullable(byAttempt.get(attempt));
    }

    Outcome admit(String attempt, Fingerprint generation, Instant now) {
        Fingerprint there = byAttempt.get(attempt);
        if (there != null && !there.equals(generation)) {
            return new Outcome.Drift(Observed.of(there, version()), "another value was admitted under this attempt");
        }
        if (destroyed.contains(generation)) {
            return Outcome.NotApplied.refused("this generation was destroyed");
        }
        if (there == null) {
            if (!overlap) {
                // One value: whatever was there is gone, and who made it forgotten.
                known.clear();
                byAttempt.clear();
            }
            byAttempt.put(attempt, generation);
            set(generation, true, now);
        }
        return applied(generation);
    }

    Outcome disable(OpenIntent intent, Instant now) {
        return once(intent, false, now);
    }

    Outcome enable(OpenIntent intent, Instant now) {
        return once(intent, true, now);
    }

    private Outcome once(OpenIntent intent, boolean enabled, Instant now) {
        Fingerprint generation = intent.generation().orElseThrow();
        Outcome earlier = answered.get(intent.id());
        if (earlier != null) {
            return earlier;
        }
        if (conditional && !intent.expected().equals(Optional.of(version()))) {
            return new Outcome.Drift(observed(generation), "the accept list is at version " + version);
        }
        if (!known.containsKey(generation)) {
            return Outcome.NotApplied.refused("no such generation: " + generation);
        }
        set(generation, enabled, now);
        Outcome outcome = applied(generation);
        answered.put(intent.id(), outcome);
        return outcome;
    }

    Outcome destroy(Fingerprint generation, Instant now) {
        if (known.remove(generation) != null) {
            changed(now);
        }
        destroyed.add(generation);
        return Outcome.Applied.of(observed(generation));
    }

    void set(Fingerprint generation, boolean enabled, Instant now) {
        known.put(generation, enabled);
        changed(now);
    }

    void changed(Instant now) {
        version++;
        var accepted = new HashSet<Fingerprint>();
        known.forEach((generation, enabled) -> {
            if (enabled) {
                accepted.add(generation);
            }
        });
        history.put(now, Set.copyOf(accepted));
    }

    Observed observed(Fingerprint generation) {
        return new Observed(Optional.of(generation).filter(known::containsKey), version());
    }

    private Outcome applied(Fingerprint generation) {
        return Outcome.Applied.of(Observed.of(generation, version()));
    }
}
