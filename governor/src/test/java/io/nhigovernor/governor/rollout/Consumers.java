package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The callers: which generation each holds, whether it follows its pointer, and when it was last heard. */
final class Consumers {
    final SortedMap<TargetId, Fingerprint> use = new TreeMap<>();
    final SortedMap<TargetId, Sighting> sightings = new TreeMap<>();
    /** Went to a generation its pointer does not show: no promise of ours covers it. */
    final Set<TargetId> strays = new HashSet<>();

    /** @param accepted whether the verifier accepts what it calls with */
    void seen(
            TargetId target,
            Fingerprint generation,
            Fingerprint pointer,
            boolean prior,
            boolean accepted,
            Instant now) {
        if (generation.equals(pointer)) {
            use.put(target, generation);
            strays.remove(target);
        } else if (!generation.equals(use.get(target))) {
            strays.add(target);
        }
        Sighting before = sightings.getOrDefault(target, Sighting.NONE);
        Optional<Instant> at = Optional.of(now);
        Optional<Instant> ok = accepted ? at : prior ? before.okOnPrior() : before.okOnCandidate();
        sightings.put(
                target,
                prior
                        ? new Sighting(at, ok, before.onCandidate(), before.okOnCandidate())
                        : new Sighting(before.onPrior(), before.okOnPrior(), at, ok));
    }
}
