package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.spi.TargetId;
import java.util.Optional;
import java.util.TreeMap;

/** When rings open, soak, pass and are back; and what the judge's word does to them. */
final class RingRules {
    private RingRules() {}

    static void settle(Stepping step) {
        ModeRules.settle(step);
        for (int index = 0; index < step.rings().size(); index++) {
            switch (step.ring(index).phase()) {
                case RingPhase.Pending ignored -> open(step, index);
                case RingPhase.Open ignored -> soak(step, index);
                case RingPhase.Soaking ignored -> pass(step, index);
                case RingPhase.Passed ignored -> {}
                case RingPhase.Closed ignored -> {}
                case RingPhase.Restoring restoring -> restored(step, index, restoring.why());
                case RingPhase.Restored ignored -> {}
            }
        }
    }

    private static void open(Stepping step, int index) {
        boolean previousPassed = index == 0 || step.ring(index - 1).phase() instanceof RingPhase.Passed;
        if (step.running()
                && previousPassed
                && step.approvals.size() >= step.ringPlan(index).approvals()) {
            step.move(index, new RingPhase.Open(), index == 0 ? "first ring" : "the previous ring passed");
        }
    }

    private static void soak(Stepping step, int index) {
        boolean allMoved = step.everyMember(index, cutover -> movedOrOut(step, cutover));
        boolean anyMoved = step.anyMember(index, cutover -> CutoverPhase.moved(cutover.phase()));
        if (step.running() && allMoved && anyMoved) {
            step.move(index, new RingPhase.Soaking(), "every member moved");
        }
    }

    private static boolean movedOrOut(Stepping step, Cutover cutover) {
        return cutover.phase() instanceof CutoverPhase.Promoted
                || cutover.phase() instanceof CutoverPhase.Adopted
                || cutover.phase() instanceof CutoverPhase.Held
                || cutover.phase() instanceof CutoverPhase.Excluded
                || ModeRules.leftBehind(step, cutover);
    }

    private static void pass(Stepping step, int index) {
        boolean settled = step.everyMember(
                index,
                cutover -> cutover.phase() instanceof CutoverPhase.Adopted
                        || cutover.phase() instanceof CutoverPhase.Excluded
                        || ModeRules.leftBehind(step, cutover));
        boolean anyAdopted = step.anyMember(index, cutover -> cutover.phase() instanceof CutoverPhase.Adopted);
        boolean promoted = step.ring(index)
                        .verdict()
                        .filter(verdict -> verdict.word() == RingVerdict.Word.PROMOTE)
                        .isPresent()
                || ModeRules.goesOnInSpite(step, step.ring(index));
        boolean human = !Guards.manualGate(step, index) || step.ring(index).manualGate();
        if (step.running() && settled && anyAdopted && promoted && human && step.live.healthy()) {
            step.move(index, new RingPhase.Passed(), "every member adopted or excluded, the verdict is PROMOTE");
            if (Guards.allRingsPassed(step)) {
                step.passedAt = Optional.of(step.clocks.healthy());
            }
        }
    }

    private static void restored(Stepping step, int index, String why) {
        boolean back = step.everyMember(
                index,
                cutover -> Guards.pastReturn(step, cutover)
                        || CutoverPhase.clearOfCandidate(cutover.phase())
                                && cutover.intent().isEmpty());
        if (back) {
            step.move(index, new RingPhase.Restored(why), "every started member is back");
        }
    }

    static Optional<Step.Refused> judged(Stepping step, Event.Judged judged) {
        RingVerdict verdict = judged.verdict();
        RingState ring = step.ring(judged.ring());
        var detail = new TreeMap<String, String>();
        detail.put("verdict", verdict.word().toString());
        detail.put("reasons", verdict.text());
        detail.put("at", verdict.at().toString());
        detail.put("lnE", Double.toString(verdict.numbers().lnE()));
        detail.put("evidence", verdict.evidence());
        if (!verdict.notes().isEmpty()) {
            detail.put("notes", String.join(" ", verdict.notes()));
        }
        String subject = judged.target().map(TargetId::toString).orElse(ring.name());
        step.record(LedgerAction.VERDICT, subject, detail);
        if (judged.target().isEmpty()) {
            step.put(judged.ring(), ring.verdict(Optional.of(verdict.inShort())));
        }
        boolean underWay = ring.phase() instanceof RingPhase.Open
                || ring.phase() instanceof RingPhase.Soaking
                || ring.phase() instanceof RingPhase.Passed;
        if (verdict.word() == RingVerdict.Word.RESTORE && underWay && !RolloutPhase.over(step.phase())) {
            judged.target()
                    .ifPresentOrElse(
                            target -> Restores.targetDecided(step, target, "judge: " + verdict.text()),
                            () -> Restores.ringDecided(step, judged.ring(), "judge: " + verdict.text()));
        }
        return Optional.empty();
    }
}
