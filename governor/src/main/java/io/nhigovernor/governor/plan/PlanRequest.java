package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a plan is made from.
 *
 * @param facts what was read of each credential, by id; one without facts names a connector that is not there
 * @param baselines what is known of each account's past; an account without is estimated from its cadence
 * @param excluded identities that a human leaves out by name, with the reason given
 * @param claimed credentials that a rollout holds, with its id
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
        Instant now) {
    public PlanRequest {
        facts = Map.copyOf(facts);
        baselines = Map.copyOf(baselines);
        excluded = Map.copyOf(excluded);
        claimed = Map.copyOf(claimed);
    }
}
