package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.TargetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is different where the prior is compromised (guarantees §5, S10): forward only. Breakage is reported and pauses, a halt
 * opens no further ring and lets the others end, and nothing ever leads back to the prior.
 */
final class ModeRules {
    private static final String AGAIN = "a human said: again, forward";

    /** The states of a way back, of all four machines. */
    private static final Set<String> BACK = Set.of("RESTORING", "REPOINTED", "RESTORED", "ENABLING", "HALTING");

    private ModeRules() {}

    static boolean compromised(Stepping step) {
        return step.plan().compromised();
    }

    /** A state that no compromised rollout enters. */
    static boolean leadsBack(String state) {
        return BACK.contains(state);
    }

    /** Why a restore is refused here, if it is. */
    static Optional<Step.Refused> noWayBack(Stepping step) {
        return compromised(step)
                ? Optional.of(new Step.Refused(
                        "E2032",
                        "the prior is compromised: nothing leads back to it",
                        "governor hold " + step.id() + "; what is broken needs a new candidate: governor plan "
                                + step.plan().ringPlan().id() + " --mode compromised"))
                : Optional.empty();
    }

    /** A verdict that would restore elsewhere: told, and everything pauses until a human says how to go on. */
    static void breakage(Stepping step, int ring, String subject, String why) {
        if (!step.running() || step.ring(ring).manualGate()) {
            return;
        }
        step.alarm(
                subject,
                "breakage, not restored because the prior is compromised: " + why + "; repair it forward, then governor"
                        + " promote " + step.id() + " " + step.ring(ring).name() + " and governor resume " + step.id());
        step.hold("governor", why);
    }

    /** A verdict of breakage no longer keeps a ring from passing once a human said: go on. */
    static boolean goesOnInSpite(Stepping step, RingState ring) {
        return compromised(step)
                && ring.manualGate()
                && ring.verdict()
                        .filter(verdict -> verdict.word() == RingVerdict.Word.RESTORE)
                        .isPresent();
    }

    /** Its candidate was given up or never came: it stays where it is, and the rollout goes on without it. */
    static boolean leftBehind(Stepping step, Cutover cutover) {
        ChangePhase change = step.change(cutover.target().credential()).phase();
        boolean over = change instanceof ChangePhase.Withdrawn || change instanceof ChangePhase.Refused;
        return compromised(step)
                && over
                && cutover.phase() instanceof CutoverPhase.Waiting
                && cutover.intent().isEmpty();
    }

    /** None of its targets moves any more: each is out, or waits in a ring that never opens. */
    static boolean nobodyMoves(Stepping step, CredentialChange change) {
        return compromised(step)
                && step.targetsOf(change.credential()).stream()
                        .allMatch(cutover -> cutover.phase() instanceof CutoverPhase.Excluded
                                || cutover.phase() instanceof CutoverPhase.Waiting
                                        && step.ring(cutover.ring()).phase() instanceof RingPhase.Closed);
    }

    /** Halted: no further ring opens. What is under way goes on to its end, also if it was held. */
    static void halt(Stepping step, String by, String why) {
        for (int index = 0; index < step.rings().size(); index++) {
            if (step.ring(index).phase() instanceof RingPhase.Pending) {
                step.move(index, new RingPhase.Closed(why), "halted by " + by + ": " + why);
            }
        }
        if (step.phase() instanceof RolloutPhase.Held) {
            step.move(
                    new RolloutPhase.Running(), "halted by " + by + ": what is under way ends, no further ring opens");
        }
        tryAgain(step);
    }

    /** A human's word sends on, forward, what stood still for one. */
    static void tryAgain(Stepping step) {
        for (Cutover cutover : step.cutovers()) {
            if (cutover.phase() instanceof CutoverPhase.NeedsHuman stuck) {
                if (stuck.inside() instanceof CutoverPhase.Promoting) {
                    promoteAgain(step, cutover);
                } else {
                    step.move(cutover, stuck.inside(), AGAIN);
                }
            }
        }
        Restores.tryAgainChanges(step, step.changes());
    }

    /**
     * What its pointer shows is not known: an earlier promote may have landed late, or may still land. So it is not said to be
     * staged; a new promote writes the candidate, or finds it there.
     */
    private static void promoteAgain(Stepping step, Cutover cutover) {
        if (step.running()) {
            step.open(
                    cutover,
                    Operation.PROMOTE,
                    step.change(cutover.target().credential()).candidate(),
                    cutover.pointer());
            step.move(step.cutover(cutover.target()), new CutoverPhase.Promoting(), AGAIN);
        }
    }

    static boolean stuck(Stepping step) {
        return compromised(step)
                && step.cutovers().stream().anyMatch(cutover -> cutover.phase() instanceof CutoverPhase.NeedsHuman);
    }

    /** Closes rings in which nobody can move any more, and those that would have followed. */
    static void settle(Stepping step) {
        if (!compromised(step)) {
            return;
        }
        for (int index = 0; index < step.rings().size(); index++) {
            RingPhase phase = step.ring(index).phase();
            boolean open = phase instanceof RingPhase.Open;
            if (open && step.members(index).stream().allMatch(cutover -> out(step, cutover))) {
                step.move(index, new RingPhase.Closed("nobody moves"), "every member is excluded or left behind");
            } else if (phase instanceof RingPhase.Pending
                    && index > 0
                    && step.ring(index - 1).phase() instanceof RingPhase.Closed) {
                step.move(index, new RingPhase.Closed("not reached"), "the ring before it is closed");
            }
        }
        if (step.passedAt.isEmpty() && Guards.allRingsPassed(step)) {
            step.passedAt = Optional.of(step.clocks.healthy());
            step.touchHeader();
        }
    }

    private static boolean out(Stepping step, Cutover cutover) {
        return cutover.phase() instanceof CutoverPhase.Excluded || leftBehind(step, cutover);
    }

    /** A consumer that calls with the disabled prior is told once; it gets nothing back. */
    static void stragglers(Stepping step, CredentialChange change, ChangePhase.Quarantined quarantined) {
        for (Cutover cutover : step.targetsOf(change.credential())) {
            String key = "straggler/" + cutover.target();
            if (Sighting.after(step.live.of(cutover.target()).onPrior(), quarantined.at())
                    && step.errand(key).isEmpty()) {
                step.count(key);
                step.alarm(
                        cutover.target().toString(),
                        "seen on the compromised prior after it was disabled; it is not given back");
            }
        }
    }

    /** The disable did not go through, and there is no write that gives A back: it is tried again, then a human looks. */
    static void disableFailed(Stepping step, OpenIntent intent, boolean ours, String why) {
        CredentialChange change = step.change(intent.credential());
        step.alarm(intent.credential(), "the compromised prior was not disabled: " + why);
        if (ours && step.count("undisabled/" + intent.credential()) <= step.timing.restoreBudget()) {
            step.move(change, new ChangePhase.Proven(), "the accept list was at another version: read, tried again");
        } else {
            step.move(change, new ChangePhase.NeedsHuman(new ChangePhase.Proven(), why, step.now), why);
        }
    }

    /** Targets and holders that still depend on the compromised prior, by name. */
    static List<String> uncovered(Stepping step) {
        List<String> uncovered = new ArrayList<>(step.cutovers().stream()
                .filter(cutover -> !(cutover.phase() instanceof CutoverPhase.Adopted))
                .map(Cutover::target)
                .map(TargetId::toString)
                .toList());
        step.plan()
                .credentials()
                .forEach(planned -> planned.uncovered()
                        .forEach(holder ->
                                uncovered.add(new TargetId(planned.credential().id(), holder).toString())));
        return uncovered;
    }
}
