package io.nhigovernor.governor.engine.view;

import io.nhigovernor.governor.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rollout whole: its plan, rings, credential changes and the five instants of its restore.
 *
 * @param phase DRAFT, PROPOSED, APPROVED, RUNNING, HELD, HALTING, RESTORED, COMPLETED or PARTIAL
 * @param why what the phase is for: who held it and why, what halted it
 * @param hold who looks after it while it is HELD
 */
public record RolloutView(
        String id,
        String ringPlan,
        String digest,
        String mode,
        String phase,
        Optional<String> why,
        Optional<HoldView> hold,
        Optional<WaiverView> waiver,
        String requester,
        String reason,
        List<String> approvals,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        List<RingView> rings,
        List<ChangeView> changes,
        Optional<RestoreView> restore,
        List<String> needsHuman,
        Plan plan) {

    /**
     * One credential change.
     *
     * @param problem what holds it, if anything
     * @param outages one per swap, where its verifier holds one value at a time
     */
    public record ChangeView(
            String credential,
            String phase,
            String attempt,
            Optional<String> prior,
            Optional<String> candidate,
            Optional<String> problem,
            List<OutageView> outages) {}
}
