package io.nhigovernor.governor.plan;

import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Credentials of one ring whose priors run out at nearly one instant: if the rollout stands still for as long, they fail
 * together. A fleet that was rotated together once always looks like this, so it is told and not refused; the plan already
 * refuses a prior that would not outlive it with slack, and an alarm is raised when one comes near.
 */
final class SharedExpiry {
    private static final Duration TOGETHER = Duration.ofMinutes(5);

    private SharedExpiry() {}

    static void note(List<PlannedRing> rings, List<PlannedCredential> credentials, Findings findings) {
        var expires = new TreeMap<String, Instant>();
        credentials.forEach(planned -> planned.priorExpires()
                .ifPresent(at -> expires.put(planned.credential().id(), at)));
        for (PlannedRing ring : rings) {
            var here = new TreeMap<String, Instant>();
            for (TargetId member : ring.members()) {
                Instant at = expires.get(member.credential());
                if (at != null) {
                    here.put(member.credential(), at);
                }
            }
            Optional<Instant> first = here.values().stream().min(Instant::compareTo);
            List<String> together = here.entrySet().stream()
                    .filter(one -> !one.getValue().isAfter(first.orElseThrow().plus(TOGETHER)))
                    .map(Map.Entry::getKey)
                    .toList();
            if (together.size() > 1) {
                findings.note(
                        "SHARED_EXPIRY",
                        ring.ring().name() + ": the priors of " + Spoken.list(together) + " run out together at "
                                + first.orElseThrow()
                                + "; if this rollout stands still until then, they fail together");
            }
        }
    }
}
