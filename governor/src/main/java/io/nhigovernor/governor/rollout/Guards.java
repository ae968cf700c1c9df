package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.VerifierCapabilities.Attribution;
import java.time.Duration;
import java.util.Optional;

/** The questions every rule asks before it goes forward or back. */
final class Guards {
    private Guards() {}

    /** Guard of every forward operation of a ring's members: not halted, not held, the ring open. */
    static boolean forward(Stepping step, int ring) {
        RingPhase phase = step.ring(ring).phase();
        return step.running() && (phase instanceof RingPhase.Open || phase instanceof RingPhase.Soaking);
    }

    static boolean allRingsPassed(Stepping step) {
        for (RingState ring : step.rings()) {
            if (!(ring.phase() instanceof RingPhase.Passed || ring.phase() instanceof RingPhase.Closed)) {
                return false;
            }
        }
        return true;
    }

    /** This target must go, or stay, on the prior. Never past the point of no return. */
    static boolean turnsBack(Stepping step, Cutover cutover) {
        CredentialChange change = step.change(cutover.target().credential());
        RingPhase ring = step.ring(cutover.ring()).phase();
        return !ChangePhase.pastReturn(change.phase())
                && (step.halting()
                        || cutover.turnBack()
                        || change.givenUp()
                        || SwapRules.oneTurnedBack(step, change)
                        || ring instanceof RingPhase.Restoring
                        || ring instanceof RingPhase.Restored);
    }

    /** Halted as a whole, or this candidate given up, or nobody left to use it; without overlap also with any of its targets. */
    static boolean turnsBack(Stepping step, CredentialChange change) {
        return step.halting()
                || change.givenUp()
                || SwapRules.swaps(step, change)
                        && step.targetsOf(change.credential()).stream().anyMatch(cutover -> turnsBack(step, cutover))
                || ModeRules.nobodyMoves(step, change)
                || step.everyTarget(change, cutover -> cutover.phase() instanceof CutoverPhase.Excluded);
    }

    /** On the way to the candidate, or about to be: a restore of this one target changes something. */
    static boolean mayBeTurned(Cutover cutover) {
        return CutoverPhase.started(cutover.phase()) || cutover.phase() instanceof CutoverPhase.Waiting;
    }

    /** Its prior is being, or was, destroyed: it stays on the candidate. */
    static boolean pastReturn(Stepping step, Cutover cutover) {
        return ChangePhase.pastReturn(step.change(cutover.target().credential()).phase());
    }

    /** No target of the credential points at B, uses it or is on its way. */
    static boolean clearOfCandidate(Stepping step, CredentialChange change) {
        return step.everyTarget(
                change,
                cutover -> CutoverPhase.clearOfCandidate(cutover.phase())
                        && cutover.intent().isEmpty());
    }

    static boolean allAdopted(Stepping step, CredentialChange change) {
        return step.everyTarget(change, cutover -> cutover.phase() instanceof CutoverPhase.Adopted);
    }

    static boolean anyAdopted(Stepping step, CredentialChange change) {
        return step.anyTarget(change, cutover -> cutover.phase() instanceof CutoverPhase.Adopted);
    }

    /** A target wants back to A. */
    static boolean restoreWanted(Stepping step, CredentialChange change) {
        return step.anyTarget(
                change, cutover -> cutover.phase() instanceof CutoverPhase.Restoring || turnsBack(step, cutover));
    }

    /** Up to when, in healthy time, everybody who called was heard: what a source was silent about may still come. */
    static Duration heardUpTo(Stepping step) {
        return step.clocks.healthy().minus(step.live.unheard());
    }

    /** Healthy time since {@code from}, since listening began and since a call was heard, whichever is shortest. */
    static Duration quiet(Stepping step, Duration from, Optional<Duration> heard) {
        Duration since = later(later(from, step.live.since()), heard);
        return heardUpTo(step).minus(since);
    }

    private static Duration later(Duration one, Optional<Duration> other) {
        return other.isPresent() && other.get().compareTo(one) > 0 ? other.get() : one;
    }

    /** No consumer of it was heard on A for as long, in healthy time. */
    static boolean nobodyOnPrior(Stepping step, CredentialChange change, Duration length) {
        return step.everyTarget(
                change,
                cutover -> step.live
                        .heardOnPrior(cutover.target())
                        .map(heard -> heardUpTo(step).minus(heard).compareTo(length) >= 0)
                        .orElse(true));
    }

    /** The gate, or a verifier that cannot name generations, asks for a human's promote. */
    static boolean manualGate(Stepping step, int ring) {
        return step.ringPlan(ring).gate().manual()
                || step.anyMember(
                        ring,
                        cutover -> step.planned(cutover.target().credential())
                                        .verifier()
                                        .attribution()
                                == Attribution.NONE);
    }
}
