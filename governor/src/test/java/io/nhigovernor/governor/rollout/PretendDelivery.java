package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Version;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where one target's consumers read: a pointer with a version, what is kept, and what lies pending by attempt. */
final class PretendDelivery {
    private final boolean conditional;
    private final Map<String, Fingerprint> pending = new HashMap<>();
    private final Set<Fingerprint> kept = new HashSet<>();
    private final Set<Fingerprint> keyOnly = new HashSet<>();
    private final Map<String, Outcome> answered = new HashMap<>();
    private Fingerprint pointer;
    private long version = 1;

    PretendDelivery(Fingerprint prior, boolean conditional) {
        this.pointer = prior;
        this.conditional = conditional;
        kept.add(prior);
    }

    Fingerprint pointer() {
        return pointer;
    }

    Version version() {
        return new Version(version);
    }

    Optional<Fingerprint> pending(String attempt) {
        return Optional.ofNullable(pending.get(attempt));
    }

    boolean holds(Fingerprint generation) {
        return kept.contains(generation);
    }

    boolean complete(Fingerprint generation) {
        return kept.contains(generation) && !keyOnly.contains(generation);
    }

    Outcome stage(String attempt, Fingerprint generation, boolean onlyKey) {
        Fingerprint there = pending.get(attempt);
        if (there != null && !there.equals(generation)) {
            return new Outcome.Drift(Observed.of(there, version()), "another value lies under this attempt");
        }
        pending.put(attempt, generation);
        if (onlyKey && !kept.contains(generation)) {
            keyOnly.add(generation);
        } else if (!onlyKey) {
            keyOnly.remove(generation);
        }
        kept.add(generation);
        return applied(generation);
    }

    /** Conditional where it can be, once per intent, and always raising the version. */
    Outcome point(OpenIntent intent) {
        Outcome earlier = answered.get(intent.id());
        if (earlier != null) {
            return earlier;
        }
        if (conditional && !intent.expected().equals(Optional.of(version()))) {
            return new Outcome.Drift(
                    Observed.of(pointer, version()),
                    "version " + version + ", expected "
                            + intent.expected().map(Version::toString).orElse("none"));
        }
        Fingerprint generation = intent.generation().orElseThrow();
        if (!complete(generation)) {
            return Outcome.NotApplied.refused("not kept here");
        }
        move(generation);
        Outcome outcome = applied(pointer);
        answered.put(intent.id(), outcome);
        return outcome;
    }

    void move(Fingerprint generation) {
        pointer = generation;
        version++;
    }

    Outcome discard(Fingerprint generation) {
        if (pointer.equals(generation)) {
            return Outcome.NotApplied.refused("the pointer shows it");
        }
        kept.remove(generation);
        pending.values().remove(generation);
        return applied(pointer);
    }

    private Outcome applied(Fingerprint generation) {
        return Outcome.Applied.of(Observed.of(generation, version()));
    }
}
