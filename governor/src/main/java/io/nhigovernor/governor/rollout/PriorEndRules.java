package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.plan.Slack;
import io.nhigovernor.governor.plan.Spoken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whoever turns back to a prior that ends soon goes back all the same, and a human hears once of each such prior: what comes
 * next is another rotation, and until when it can begin. Soon is: the same plan, with its slack, must begin within a day.
 */
final class PriorEndRules {
    /** What a human is given to find out why it went wrong. */
    private static final Duration TO_FIND_OUT = Duration.ofHours(24);

    private PriorEndRules() {}

    static void settle(Stepping step) {
        if (step.restore.isEmpty() || !RolloutPhase.active(step.phase()) || ModeRules.compromised(step)) {
            return;
        }
        Duration needed = Slack.needed(step.plan().predicted());
        for (CredentialChange change : step.changes()) {
            step.planned(change.credential())
                    .priorExpires()
                    .filter(at -> Guards.restoreWanted(step, change) && !told(step, change))
                    .filter(at -> Duration.between(step.now, at).compareTo(needed.plus(TO_FIND_OUT)) < 0)
                    .ifPresent(at -> tell(step, change, at, at.minus(needed)));
        }
    }

    private static boolean told(Stepping step, CredentialChange change) {
        return step.restore.orElseThrow().priorEnds().stream()
                .anyMatch(end -> end.credential().equals(change.credential()));
    }

    private static void tell(Stepping step, CredentialChange change, Instant at, Instant latest) {
        Optional<Instant> startBy = Optional.of(latest).filter(step.now::isBefore);
        step.restore = step.restore.map(facts -> facts.ending(new PriorEnd(change.credential(), at, startBy)));
        step.touchHeader();
        step.alarm(change.credential(), step.now.isBefore(at) ? ending(step.now, at, startBy) : ended(at));
    }

    private static String ending(Instant now, Instant at, Optional<Instant> startBy) {
        return "PRIOR_ENDS consumers go back to a prior that is accepted only until " + at + ", for "
                + Spoken.duration(Duration.between(now, at)) + ": "
                + startBy.map(by -> "start a new rotation by " + by)
                        .orElse(
                                "too short for this plan with its slack; start a shorter one now, or replace it another way");
    }

    private static String ended(Instant at) {
        return "PRIOR_ENDED consumers go back to a prior that is not accepted since " + at
                + ": replace it now, outside a ring rollout";
    }
}
