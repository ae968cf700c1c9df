package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.plan.Slack;
import java.time.Duration;
import java.time.Instant;

/** A rollout that stands still while its prior runs out: a human must know while there is time (S18). */
final class SlackRules {
    private SlackRules() {}

    static void settle(Stepping step) {
        if (!RolloutPhase.active(step.phase())) {
            return;
        }
        for (CredentialChange change : step.changes()) {
            step.planned(change.credential())
                    .priorExpires()
                    .filter(expires -> dependsOnPrior(change) && near(step, expires))
                    .filter(expires -> step.count("slack/" + change.credential()) == 1)
                    .ifPresent(expires -> step.alarm(
                            change.credential(),
                            "SLACK the prior runs out at " + expires + " and is still in use: finish this rollout, or"
                                    + " halt it and replace the prior another way"));
        }
    }

    private static boolean dependsOnPrior(CredentialChange change) {
        return !ChangePhase.pastReturn(change.phase());
    }

    /** What the plan kept as slack is all that is left. */
    private static boolean near(Stepping step, Instant expires) {
        Duration atFirst = Duration.between(step.createdAt(), expires);
        return Duration.between(step.now, expires).compareTo(Slack.of(atFirst)) <= 0;
    }
}
