package io.nhigovernor.governor.rollout;

import java.time.Duration;
import java.time.Instant;

/**
 * Whatever waits for a human has an owner, who is called once it waited long. Nothing goes on by itself: nobody decides by
 * looking away.
 */
final class WaitRules {
    /** Unless whoever holds it says otherwise. */
    static final Duration CALLED_AFTER = Duration.ofHours(4);

    private WaitRules() {}

    static void settle(Stepping step) {
        if (step.phase() instanceof RolloutPhase.Held held && !held.expired() && !step.now.isBefore(held.expires())) {
            step.say(held.ownerCalled());
            step.alarm(step.id(), "the hold expired, owner " + held.owner() + ": it stays held until resume or halt");
        }
        for (CredentialChange change : step.changes()) {
            if (change.phase() instanceof ChangePhase.NeedsHuman stuck) {
                callOwner(step, change.credential(), stuck.since(), stuck.facts());
            }
        }
        for (Cutover cutover : step.cutovers()) {
            if (cutover.phase() instanceof CutoverPhase.NeedsHuman stuck) {
                callOwner(step, cutover.target().toString(), stuck.since(), stuck.facts());
            } else if (cutover.phase() instanceof CutoverPhase.Held held) {
                callOwner(step, cutover.target().toString(), held.since(), held.why());
            }
        }
    }

    /** Whoever asked for the rollout owns what got stuck in it. */
    private static void callOwner(Stepping step, String subject, Instant since, String facts) {
        String key = "call/" + subject + "/" + since;
        if (!step.now.isBefore(since.plus(CALLED_AFTER)) && step.errand(key).isEmpty()) {
            step.count(key);
            step.alarm(
                    subject,
                    "still needs a human after " + CALLED_AFTER.toHours() + " h, owner " + step.requester() + ": "
                            + facts);
        }
    }
}
