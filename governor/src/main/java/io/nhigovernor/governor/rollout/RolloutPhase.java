package io.nhigovernor.governor.rollout;

import java.time.Instant;

/** Where a rollout stands. */
public sealed interface RolloutPhase {
    /** Made, its plan not yet bound to anybody's word. */
    record Draft() implements RolloutPhase {}

    /** The plan's digest lies before the approvers. */
    record Proposed() implements RolloutPhase {}

    /** As many approvals as the first ring asks for. */
    record Approved() implements RolloutPhase {}

    record Running() implements RolloutPhase {}

    /**
     * Nothing forward, nothing undone, until resume. An expiry resumes nothing: it only calls the owner.
     *
     * @param owner who looks after it
     * @param expires when the owner is called
     * @param expired the owner was called
     */
    record Held(String by, String why, String owner, Instant expires, boolean expired) implements RolloutPhase {
        Held ownerCalled() {
            return new Held(by, why, owner, expires, true);
        }
    }

    /** Every started target not past the point of no return goes back. */
    record Halting(String by, String why) implements RolloutPhase {}

    /** Over: every target is on the prior. */
    record Restored(String why) implements RolloutPhase {}

    /** Over: every target is on the candidate, every prior retired. */
    record Completed() implements RolloutPhase {}

    /** Over: some of each; what stays accepted is listed. */
    record Partial(String why) implements RolloutPhase {}

    /** Between start and end. */
    static boolean active(RolloutPhase phase) {
        return !before(phase) && !over(phase);
    }

    static boolean over(RolloutPhase phase) {
        return phase instanceof Restored || phase instanceof Completed || phase instanceof Partial;
    }

    static boolean before(RolloutPhase phase) {
        return phase instanceof Draft || phase instanceof Proposed || phase instanceof Approved;
    }
}
