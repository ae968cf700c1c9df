package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.ring.Ring;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RelyingParty;
import java.time.Duration;
import java.util.Optional;

/** What a target does next, by its phase (guarantees §5). */
final class CutoverRules {
    private CutoverRules() {}

    static void settle(Stepping step) {
        for (Cutover cutover : step.cutoversToLookAt()) {
            if (cutover.intent().isPresent()) {
                underWay(step, cutover, cutover.intent().get());
            } else {
                next(step, step.cutover(cutover.target()));
            }
        }
    }

    private static void underWay(Stepping step, Cutover cutover, OpenIntent intent) {
        boolean fenced = step.planned(cutover.target().credential()).delivery().conditionalPointer();
        if (cutover.phase() instanceof CutoverPhase.Promoting && fenced && Guards.turnsBack(step, cutover)) {
            // The touch of the restore raises the version, so the late promote bounces: no need to wait for its answer.
            step.close(intent, "drained: turned back with the promote in flight");
            step.move(
                    step.cutover(cutover.target()),
                    new CutoverPhase.Restoring("turned back"),
                    "turned back with the promote in flight");
            return;
        }
        IntentRules.drive(step, intent);
    }

    private static void next(Stepping step, Cutover cutover) {
        boolean back = Guards.turnsBack(step, cutover);
        switch (cutover.phase()) {
            case CutoverPhase.Waiting ignored -> waiting(step, cutover, back);
            case CutoverPhase.Staged staged -> staged(step, cutover, staged, back);
            case CutoverPhase.Promoting ignored ->
                throw new IllegalStateException(cutover.target() + " is PROMOTING without an open intent");
            case CutoverPhase.Promoted promoted -> promoted(step, cutover, promoted, back);
            case CutoverPhase.Adopted ignored -> adopted(step, cutover, back);
            case CutoverPhase.Held held -> {
                if (back) {
                    restore(step, cutover, why(step));
                }
            }
            case CutoverPhase.Restoring ignored -> restoring(step, cutover);
            case CutoverPhase.Repointed repointed -> repointed(step, cutover, repointed);
            case CutoverPhase.Restored restored -> restored(step, cutover, restored);
            case CutoverPhase.Excluded ignored -> tidyCandidate(step, cutover);
            case CutoverPhase.NeedsHuman ignored -> {}
        }
    }

    private static void waiting(Stepping step, Cutover cutover, boolean back) {
        CredentialChange change = step.change(cutover.target().credential());
        if (back || !Guards.forward(step, cutover.ring())) {
            tidyCandidate(step, cutover);
            return;
        }
        if (change.phase() instanceof ChangePhase.Prechecked
                && change.candidate().isEmpty()
                && ChangeRules.first(step, change).equals(Optional.of(cutover.target()))) {
            step.open(cutover, Operation.STAGE, Optional.empty(), Optional.empty());
        } else if (change.phase() instanceof ChangePhase.Proven || SwapRules.stagesBeforehand(step, change)) {
            step.open(cutover, Operation.STAGE, change.candidate(), Optional.empty());
        }
    }

    private static void staged(Stepping step, Cutover cutover, CutoverPhase.Staged staged, boolean back) {
        CredentialChange change = step.change(cutover.target().credential());
        if (back && SwapRules.priorMayBeOut(step, change)) {
            // What became of the swap is settled at the verifier first.
            return;
        } else if (change.phase() instanceof ChangePhase.Swapped) {
            step.open(cutover, Operation.PROMOTE, change.candidate(), cutover.pointer());
            step.move(
                    step.cutover(cutover.target()),
                    new CutoverPhase.Promoting(),
                    "B was swapped in: the pointer follows at once");
        } else if (back && othersMayNeedIt(step, change)) {
            step.move(cutover, new CutoverPhase.Waiting(), "turned back; its value lies on for others");
        } else if (back) {
            discard(step, cutover, cutover.staged());
        } else if (!Guards.forward(step, cutover.ring())) {
            return;
        } else if (!staged.complete()
                && (change.phase() instanceof ChangePhase.Admitted || change.phase() instanceof ChangePhase.Proven)) {
            step.open(cutover, Operation.STAGE, change.candidate(), Optional.empty());
        } else if (staged.complete() && change.phase() instanceof ChangePhase.Proven && step.live.healthy()) {
            step.open(cutover, Operation.PROMOTE, change.candidate(), cutover.pointer());
            step.move(
                    step.cutover(cutover.target()),
                    new CutoverPhase.Promoting(),
                    "ring " + step.ring(cutover.ring()).name() + " is open, B is proven");
        }
    }

    /** The value is read again from where it lies; it is dropped when B is withdrawn. */
    private static boolean othersMayNeedIt(Stepping step, CredentialChange change) {
        return !Guards.turnsBack(step, change)
                && step.targetsOf(change.credential()).size() > 1;
    }

    private static void promoted(Stepping step, Cutover cutover, CutoverPhase.Promoted promoted, boolean back) {
        if (back) {
            restore(step, cutover, why(step));
            return;
        }
        Ring ring = step.ringPlan(cutover.ring());
        Sighting seen = step.live.of(cutover.target());
        Duration quiet = Guards.quiet(step, promoted.healthy(), step.live.heardOnPrior(cutover.target()));
        if (Sighting.after(seen.okOnCandidate(), promoted.at())
                && quiet.compareTo(ring.quiet()) >= 0
                && step.live.healthy()) {
            step.move(
                    cutover, new CutoverPhase.Adopted(step.now), "seen on B, not on A for " + quiet.toMillis() + " ms");
            return;
        }
        if (step.clocks.healthy().minus(promoted.healthy()).compareTo(ring.adoptBy()) < 0) {
            return;
        }
        if (Sighting.after(seen.onPrior(), promoted.at()) && ModeRules.compromised(step)) {
            String why = "adoptBy passed, and it still calls with the compromised prior";
            step.move(cutover, new CutoverPhase.Held(cutover.phase(), why, step.now), why);
            step.alarm(cutover.target().toString(), why + ": reload its consumer, then resume");
        } else if (Sighting.after(seen.onPrior(), promoted.at())) {
            Restores.targetDecided(
                    step, cutover.target(), "NOT_ADOPTED " + cutover.target() + " still calls with the prior");
        } else {
            step.move(
                    cutover,
                    new CutoverPhase.Held(cutover.phase(), "nothing heard of its consumer", step.now),
                    "adoptBy passed and nothing was heard");
            step.alarm(cutover.target().toString(), "nothing heard since its pointer moved; resume or restore it");
        }
    }

    private static void adopted(Stepping step, Cutover cutover, boolean back) {
        CredentialChange change = step.change(cutover.target().credential());
        if (back) {
            restore(step, cutover, why(step));
        } else if (change.phase() instanceof ChangePhase.Done && !cutover.tidied()) {
            discard(step, cutover, Optional.of(change.prior()));
        }
    }

    static void restore(Stepping step, Cutover cutover, String why) {
        step.move(cutover, new CutoverPhase.Restoring(why), why);
    }

    private static void restoring(Stepping step, Cutover cutover) {
        CredentialChange change = step.change(cutover.target().credential());
        // Enable before re-point: consumers are never sent to a dead credential, nor to one that the parties do not
        // know of yet.
        if (!ChangePhase.priorMayBeDisabled(change.phase())
                && !SwapRules.priorMayBeOut(step, change)
                && settled(step, change)) {
            step.open(cutover, Operation.REPOINT, Optional.of(change.prior()), cutover.pointer());
        }
    }

    /** A was given back: until it has settled its relying parties may refuse it still, and B goes on working meanwhile. */
    static void settles(Stepping step, CredentialChange change) {
        Duration settle = step.planned(change.credential()).verifier().settle();
        if (!settle.isZero()) {
            step.errandAgain(settling(change), settle);
        }
    }

    private static boolean settled(Stepping step, CredentialChange change) {
        return step.errand(settling(change))
                .filter(errand -> step.now.isBefore(errand.notBefore()))
                .isEmpty();
    }

    private static String settling(CredentialChange change) {
        return "settling/" + change.credential();
    }

    private static void repointed(Stepping step, Cutover cutover, CutoverPhase.Repointed repointed) {
        CredentialChange change = step.change(cutover.target().credential());
        if (Sighting.after(step.live.of(cutover.target()).okOnPrior(), repointed.at())
                && nobodyOnCandidate(step, cutover, repointed)) {
            step.move(
                    cutover,
                    new CutoverPhase.Restored(step.now, step.clocks.elapsed()),
                    "its consumer was seen good on A");
            return;
        }
        Duration since = step.clocks.elapsed().minus(repointed.elapsed());
        if (since.compareTo(step.ringPlan(cutover.ring()).returnBy()) >= 0) {
            String facts = "returnBy passed: " + cutover.target().identity() + " was not seen good on the prior";
            step.move(cutover, new CutoverPhase.NeedsHuman(cutover.phase(), facts, true, step.now), facts);
            step.alarm(cutover.target().toString(), facts);
            return;
        }
        if (since.compareTo(step.planned(change.credential()).verifier().settle()) < 0) {
            return;
        }
        for (RelyingParty party : step.planned(change.credential()).credential().relyingParties()) {
            ProofRules.prove(step, Action.Purpose.PRIOR_BACK, change, cutover.target(), change.prior(), party.name());
        }
    }

    /**
     * Never withdraw B under somebody who still uses it: one of several may be back before the others, and who has not called
     * since the pointer moved back is not known to be.
     */
    private static boolean nobodyOnCandidate(Stepping step, Cutover cutover, CutoverPhase.Repointed repointed) {
        Duration quiet = Guards.quiet(step, repointed.healthy(), step.live.heardOnCandidate(cutover.target()));
        return quiet.compareTo(step.ringPlan(cutover.ring()).quiet()) >= 0;
    }

    private static void restored(Stepping step, Cutover cutover, CutoverPhase.Restored restored) {
        CredentialChange change = step.change(cutover.target().credential());
        if (asserting(step, restored)) {
            step.errand(
                    "reassert/" + cutover.target(), false, () -> new Action.Reassert(cutover.target(), change.prior()));
        }
        tidyCandidate(step, cutover);
    }

    static boolean asserting(Stepping step, CutoverPhase.Restored restored) {
        return step.clocks.elapsed().minus(restored.elapsed()).compareTo(step.timing.reassertFor()) < 0;
    }

    static Optional<Step.Refused> reasserted(Stepping step, Event.Reasserted event) {
        step.concerns(event.target().credential());
        step.errandAgain("reassert/" + event.target(), step.timing.reassertEvery());
        Cutover cutover = step.cutover(event.target());
        boolean lost = event.asExpected().filter(expected -> !expected).isPresent();
        if (lost && cutover.phase() instanceof CutoverPhase.Restored) {
            step.alarm(event.target().toString(), "external regression: " + event.found());
            restore(step, cutover, "re-assertion found " + event.found());
        }
        return Optional.empty();
    }

    /** Once B is withdrawn, what lies staged or kept of it here is dropped. */
    private static void tidyCandidate(Stepping step, Cutover cutover) {
        CredentialChange change = step.change(cutover.target().credential());
        Optional<Fingerprint> left = cutover.staged();
        if (change.phase() instanceof ChangePhase.Withdrawn && left.isPresent() && !cutover.tidied()) {
            discard(step, cutover, left);
        }
    }

    private static void discard(Stepping step, Cutover cutover, Optional<Fingerprint> generation) {
        if (step.leaves(Operation.DISCARD)) {
            step.open(cutover, Operation.DISCARD, generation, Optional.empty());
        }
    }

    private static String why(Stepping step) {
        return step.restore.map(RestoreFacts::why).orElse("turned back");
    }

    /** Nothing of this rollout is left to do here. */
    static boolean tidied(Stepping step, Cutover cutover) {
        CredentialChange change = step.change(cutover.target().credential());
        boolean owed = change.phase() instanceof ChangePhase.Withdrawn || change.phase() instanceof ChangePhase.Done;
        return cutover.intent().isEmpty()
                && (cutover.tidied() || cutover.staged().isEmpty() || !owed);
    }
}
