package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a plan is made from.
 *
 * @param facts what was read of each credential, by id; one without facts names a connector that is not there
 * @param baselines what is known of each account's past; an account without is estimated from its cadence
 * @param excluded identities that a human leaves out by name, with the reason given
 * @param claimed credentials that a rollout holds, with its id
 * @param mode whether there is to be a way back
 * @param compromised by credential, generations that are known to others: no routine plan may start from one
 * @param drifted by credential, what somebody else changed, in words: it is not planned with until a human has looked
 * @param authors who wrote the documents it is made from
 * @param commit the git commit the documents came from, if given
 */
public record PlanRequest(
        RingPlan ringPlan,
        Inventory inventory,
        Map<String, CredentialFacts> facts,
        Map<TargetId, AccountBaseline> baselines,
        Map<String, String> excluded,
        Map<String, String> claimed,
        Optional<String> commit,
        Instant now,
        Mode mode,
        Map<String, Set<Fingerprint>> compromised,
        Map<String, String> drifted,
        List<String> authors) {
    public PlanRequest {
        facts = Map.copyOf(facts);
        baselines = Map.copyOf(baselines);
        excluded = Map.copyOf(excluded);
        claimed = Map.copyOf(claimed);
        compromised = Map.copyOf(compromised);
        drifted = Map.copyOf(drifted);
        authors = List.copyOf(authors);
    }

    /** Routine, nothing known compromised, of nobody's hand. */
    public PlanRequest(
            RingPlan ringPlan,
            Inventory inventory,
            Map<String, CredentialFacts> facts,
            Map<TargetId, AccountBaseline> baselines,
            Map<String, String> excluded,
            Map<String, String> claimed,
            Optional<String> commit,
            Instant now) {
        this(
                ringPlan,
                inventory,
                facts,
                baselines,
                excluded,
                claimed,
                commit,
                now,
                Mode.ROUTINE,
                Map.of(),
                Map.of(),
                List.of());
    }
}
