package io.nhigovernor.governor.rollout;

import java.util.List;
import java.util.Optional;

/** When a rollout ends, and the instants of its restore. */
final class RolloutRules {
    private RolloutRules() {}

    static void settle(Stepping step) {
        pointersBack(step);
        if (step.running()) {
            completed(step);
        } else if (step.halting() && step.freeze == Freeze.NONE) {
            restored(step);
        } else if (step.phase() instanceof RolloutPhase.Held) {
            heldRestoreClosed(step);
        }
    }

    private static void pointersBack(Stepping step) {
        if (step.restore.isEmpty() || step.restore.get().pointersBack().isPresent()) {
            return;
        }
        RestoreFacts facts = step.restore.get();
        boolean back = facts.turnedBack().stream().map(step::cutover).allMatch(RolloutRules::pointerIsPrior);
        boolean stillTurning =
                step.anyCutover(cutover -> CutoverPhase.moved(cutover.phase()) && Guards.turnsBack(step, cutover));
        if (back && !stillTurning) {
            step.restore = Optional.of(facts.pointersBackAt(step.now));
            step.touchHeader();
        }
    }

    static boolean pointerIsPrior(Cutover cutover) {
        return CutoverPhase.clearOfCandidate(cutover.phase())
                || cutover.phase() instanceof CutoverPhase.Repointed
                || cutover.phase() instanceof CutoverPhase.NeedsHuman stuck && stuck.pointerIsPrior();
    }

    private static void completed(Stepping step) {
        boolean settled = step.everyChange(change -> change.phase() instanceof ChangePhase.Done
                || change.phase() instanceof ChangePhase.Overlapped
                || change.phase() instanceof ChangePhase.Refused
                || change.phase() instanceof ChangePhase.Withdrawn);
        if (!Guards.allRingsPassed(step) || !settled || !tidied(step)) {
            return;
        }
        boolean all = step.everyChange(change -> change.phase() instanceof ChangePhase.Done);
        if (!all && ModeRules.compromised(step)) {
            List<String> uncovered = ModeRules.uncovered(step);
            String where = uncovered.isEmpty() ? leftOver(step) : String.join(", ", uncovered);
            end(step, new RolloutPhase.Partial("the compromised prior is still in use at " + where), leftOver(step));
        } else if (all) {
            end(step, new RolloutPhase.Completed(), "every prior retired");
        } else {
            end(step, new RolloutPhase.Partial("some credentials keep their prior"), leftOver(step));
        }
    }

    private static void restored(Stepping step) {
        boolean changesSettled = step.everyChange(change -> change.phase() instanceof ChangePhase.Withdrawn
                || change.phase() instanceof ChangePhase.Refused
                || change.phase() instanceof ChangePhase.Done);
        boolean anyDone = step.anyChange(change -> change.phase() instanceof ChangePhase.Done);
        boolean targetsSettled = step.everyCutover(
                cutover -> CutoverPhase.clearOfCandidate(cutover.phase()) || Guards.pastReturn(step, cutover));
        if (changesSettled && targetsSettled) {
            closeRestore(step);
        }
        boolean asserting = step.anyCutover(cutover ->
                cutover.phase() instanceof CutoverPhase.Restored restored && CutoverRules.asserting(step, restored));
        if (changesSettled && targetsSettled && !asserting && tidied(step)) {
            String why = ((RolloutPhase.Halting) step.phase()).why();
            if (anyDone) {
                end(step, new RolloutPhase.Partial(why), leftOver(step));
            } else {
                end(step, new RolloutPhase.Restored(why), "every started target back, every candidate withdrawn");
            }
        }
    }

    private static void heldRestoreClosed(Stepping step) {
        boolean back = step.restore.isPresent()
                && step.restore.get().pointersBack().isPresent()
                && step.restore.get().turnedBack().stream()
                        .map(step::cutover)
                        .allMatch(cutover -> CutoverPhase.clearOfCandidate(cutover.phase()));
        if (back) {
            closeRestore(step);
        }
    }

    private static void closeRestore(Stepping step) {
        if (step.restore.isPresent() && step.restore.get().closed().isEmpty()) {
            RestoreFacts facts = step.restore.get();
            step.restore = Optional.of(facts.closedAt(step.now));
            step.touchHeader();
        }
    }

    private static boolean tidied(Stepping step) {
        return step.everyCutover(cutover -> CutoverRules.tidied(step, cutover));
    }

    private static String leftOver(Stepping step) {
        List<String> left = step.changes().stream()
                .filter(change -> !(change.phase() instanceof ChangePhase.Done))
                .map(change -> change.credential() + " " + Phases.name((Record) change.phase()))
                .toList();
        return String.join(", ", left);
    }

    private static void end(Stepping step, RolloutPhase phase, String why) {
        step.endedAt = Optional.of(step.now);
        SwapRules.report(step);
        step.move(phase, why);
    }
}
