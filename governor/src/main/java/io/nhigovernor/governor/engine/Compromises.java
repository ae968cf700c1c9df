package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.rollout.Rollout;
import io.nhigovernor.governor.rollout.RolloutPhase;
import io.nhigovernor.spi.Fingerprint;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is known to be known to others: the priors of every compromised rollout that was ever started. */
final class Compromises {
    private Compromises() {}

    static Map<String, Set<Fingerprint>> known(Collection<Rollout> rollouts) {
        Map<String, Set<Fingerprint>> known = new TreeMap<>();
        rollouts.stream()
                .filter(rollout -> rollout.header().plan().compromised())
                .filter(rollout -> !RolloutPhase.before(rollout.phase()))
                .flatMap(rollout -> rollout.changes().values().stream())
                .forEach(change -> known.computeIfAbsent(change.credential(), ignored -> new HashSet<>())
                        .add(change.prior()));
        return known;
    }
}
