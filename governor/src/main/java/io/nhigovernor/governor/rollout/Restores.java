package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.spi.TargetId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turning back: the whole rollout, a ring, or single targets. No policy, window or approval stands before any of it. */
final class Restores {
    private Restores() {}

    /** The judge's, or a tripwire's, word on a ring; the plan says how much goes with it. */
    static void ringDecided(Stepping step, int ring, String why) {
        if (ModeRules.compromised(step)) {
            ModeRules.breakage(step, ring, step.ring(ring).name(), why);
        } else if (step.plan().ringPlan().onRestore() == RingPlan.OnRestore.ROLLOUT) {
            halt(step, "governor", why);
        } else {
            targets(step, Optional.of(step.ring(ring).name()), step.members(ring), "governor", why);
        }
    }

    /** The judge's word on one target; said again, or of one that is out, it changes nothing. */
    static void targetDecided(Stepping step, TargetId target, String why) {
        Cutover cutover = step.cutover(target);
        if (cutover.turnBack() || !Guards.mayBeTurned(cutover)) {
            return;
        }
        if (ModeRules.compromised(step)) {
            ModeRules.breakage(step, cutover.ring(), target.toString(), why);
        } else if (step.plan().ringPlan().onRestore() == RingPlan.OnRestore.ROLLOUT) {
            halt(step, "governor", why);
        } else {
            targets(step, Optional.empty(), List.of(cutover), "governor", why);
        }
    }

    static void halt(Stepping step, String by, String why) {
        if (step.halting() || RolloutPhase.over(step.phase())) {
            return;
        }
        noteRestore(step, why, step.cutovers());
        step.move(new RolloutPhase.Halting(by, why), why);
        for (int index = 0; index < step.rings().size(); index++) {
            boolean someTurn = step.members(index).stream().anyMatch(cutover -> !Guards.pastReturn(step, cutover));
            if (someTurn) {
                turnRing(step, index, why);
            }
        }
    }

    /** A ring that was opened, and is not on its way back yet, goes back. */
    private static void turnRing(Stepping step, int index, String why) {
        RingPhase phase = step.ring(index).phase();
        if (phase instanceof RingPhase.Open
                || phase instanceof RingPhase.Soaking
                || phase instanceof RingPhase.Passed) {
            step.move(index, new RingPhase.Restoring(why), why);
        }
    }

    /** Orders these targets back, and with {@code ring} the ring itself; the rollout is held. */
    static void targets(Stepping step, Optional<String> ring, List<Cutover> named, String by, String why) {
        List<Cutover> meant = SwapRules.together(step, named).stream()
                .filter(cutover -> !Guards.pastReturn(step, cutover))
                .toList();
        if (meant.isEmpty()) {
            step.alarm(step.id(), "past the point of no return, roll forward: " + why);
            return;
        }
        noteRestore(step, why, meant);
        if (ring.isEmpty()) {
            // One that stands still for a human turns too: tried again where nothing had moved, it would else start
            // anew.
            meant.stream()
                    .filter(cutover ->
                            Guards.mayBeTurned(cutover) || cutover.phase() instanceof CutoverPhase.NeedsHuman)
                    .forEach(cutover -> step.put(step.cutover(cutover.target()).turnBack(true)));
        }
        ring.ifPresent(name -> {
            for (int index = 0; index < step.rings().size(); index++) {
                if (step.ring(index).name().equals(name)) {
                    turnRing(step, index, why);
                }
            }
        });
        if (step.phase() instanceof RolloutPhase.Running) {
            step.hold(by, why);
        }
    }

    /** A human's restore or halt tries again what stands still for a human. */
    static void tryAgain(Stepping step, List<Cutover> meant) {
        for (Cutover earlier : meant) {
            Cutover cutover = step.cutover(earlier.target());
            // Of what is past its return the prior is gone: nobody is pointed at it, whoever says so.
            if (cutover.phase() instanceof CutoverPhase.NeedsHuman needsHuman && !Guards.pastReturn(step, cutover)) {
                boolean nothingMoved = needsHuman.inside() instanceof CutoverPhase.Waiting
                        || needsHuman.inside() instanceof CutoverPhase.Staged;
                if (nothingMoved) {
                    step.move(cutover, new CutoverPhase.Waiting(), "tried again: nothing had moved");
                } else {
                    step.move(cutover, new CutoverPhase.Restoring("tried again"), "tried again");
                }
            }
        }
        tryAgainChanges(
                step,
                step.changes().stream()
                        .filter(change -> meant.stream()
                                .anyMatch(
                                        cutover -> cutover.target().credential().equals(change.credential())))
                        .toList());
    }

    /** A human's word tries again what stands still at the verifiers. */
    static void tryAgainChanges(Stepping step, List<CredentialChange> meant) {
        for (CredentialChange change : meant) {
            if (change.phase() instanceof ChangePhase.NeedsHuman needsHuman) {
                step.move(change, needsHuman.inside(), "tried again");
            }
        }
    }

    private static void noteRestore(Stepping step, String why, List<Cutover> meant) {
        List<TargetId> moved = meant.stream()
                .filter(cutover ->
                        CutoverPhase.moved(cutover.phase()) || cutover.phase() instanceof CutoverPhase.Restoring)
                .map(Cutover::target)
                .toList();
        List<PriorEnd> told = step.restore.map(RestoreFacts::priorEnds).orElse(List.of());
        step.restore = Optional.of(step.restore
                .filter(open -> open.closed().isEmpty())
                .map(open -> saidAgain(step, open, why, moved))
                .orElseGet(() -> RestoreFacts.ordered(why, step.now, moved, told)));
        step.touchHeader();
    }

    /** A word on top of a restore under way: its instants stand until every pointer it turned is back. */
    private static RestoreFacts saidAgain(Stepping step, RestoreFacts open, String why, List<TargetId> moved) {
        if (open.pointersBack().isPresent()) {
            return moved.isEmpty() ? open : RestoreFacts.ordered(why, step.now, moved, open.priorEnds());
        }
        List<TargetId> together = Stream.concat(open.turnedBack().stream(), moved.stream())
                .distinct()
                .toList();
        return RestoreFacts.ordered(why, open.ordered(), together, open.priorEnds());
    }
}
