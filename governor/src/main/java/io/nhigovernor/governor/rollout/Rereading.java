package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Delivery.Pointer;
import io.nhigovernor.spi.Fingerprint;
import java.util.List;
import java.util.Optional;

/**
 * Brings the rows of a rollout to what is there outside, after the database was set back (K12). What the lost part did is
 * taken over where it can be told; else a human looks. Nothing here acts, and where something was wrong the rollout is held.
 */
final class Rereading {
    private static final String WHY = "the database was set back";

    private Rereading() {}

    /** What A and B are at the verifier. */
    private record Accepted(boolean priorKnown, boolean prior, Optional<Fingerprint> made, boolean candidate) {
        static Accepted of(CredentialChange change, Acceptance acceptance) {
            Optional<AcceptedGeneration> made = acceptance
                    .byAttempt(change.attempt())
                    .or(() -> change.candidate().flatMap(acceptance::of));
            return new Accepted(
                    acceptance.of(change.prior()).isPresent(),
                    acceptance.accepts(change.prior()),
                    made.map(AcceptedGeneration::fingerprint),
                    made.filter(AcceptedGeneration::enabled).isPresent());
        }
    }

    static Optional<Step.Refused> seen(Stepping step, Event.SeenOutside event) {
        for (CredentialChange change : step.changes()) {
            Outside outside = event.by().get(change.credential());
            if (outside == null) {
                throw new IllegalArgumentException("nothing was read of " + change.credential());
            }
            forgetIntents(step, change);
            Accepted accepted = Accepted.of(change, outside.acceptance());
            CredentialChange known = step.change(change.credential())
                    .accepted(outside.acceptance().version());
            step.put(
                    known.candidate().isPresent()
                            ? known
                            : accepted.made().map(known::candidate).orElse(known));
            boolean allMoved = step.targetsOf(change.credential()).stream()
                    .allMatch(cutover -> shows(
                            outside, cutover, step.change(change.credential()).candidate()));
            change(step, step.change(change.credential()), accepted, allMoved);
            step.targetsOf(change.credential()).forEach(cutover -> cutover(step, cutover, outside));
        }
        step.touchHeader();
        if (step.wrong() && step.phase() instanceof RolloutPhase.Running) {
            step.hold("governor", WHY);
        }
        return Optional.empty();
    }

    /**
     * A recorded wish of the older state is not sent again: what came after it is not known, and under its id nothing could be
     * done a second time. The machine wishes anew, under a new id.
     */
    private static void forgetIntents(Stepping step, CredentialChange change) {
        change.intent().ifPresent(intent -> {
            step.close(intent, "dropped: " + WHY);
            CredentialChange open = step.change(change.credential());
            switch (intent.operation()) {
                case ADMIT -> step.put(open.phase(new ChangePhase.Prechecked()));
                case DISABLE -> step.put(open.phase(new ChangePhase.Proven()));
                case STAGE, PROMOTE, REPOINT, DISCARD, ENABLE, DESTROY, WITHDRAW -> {}
            }
        });
        for (Cutover cutover : step.targetsOf(change.credential())) {
            cutover.intent().ifPresent(intent -> {
                step.close(intent, "dropped: " + WHY);
                if (intent.operation() == Operation.PROMOTE) {
                    step.put(step.cutover(cutover.target()).phase(new CutoverPhase.Staged(true)));
                }
            });
        }
    }

    private static void change(Stepping step, CredentialChange change, Accepted accepted, boolean allMoved) {
        if (SwapRules.swaps(step, change)) {
            oneValue(step, change, accepted);
            return;
        }
        if (!accepted.priorKnown()) {
            priorGone(step, change, accepted, allMoved);
            return;
        }
        switch (change.phase()) {
            case ChangePhase.Planned ignored -> before(step, change, accepted);
            case ChangePhase.Prechecked ignored -> before(step, change, accepted);
            case ChangePhase.Admitted ignored -> both(step, change, accepted);
            case ChangePhase.Proven ignored -> both(step, change, accepted);
            case ChangePhase.Overlapped ignored -> both(step, change, accepted);
            case ChangePhase.Enabling ignored -> both(step, change, accepted);
            case ChangePhase.Quarantined ignored -> {
                if (accepted.prior() && !ModeRules.compromised(step)) {
                    back(step, change, "the prior is accepted again");
                } else if (accepted.prior()) {
                    step.reread(change, new ChangePhase.Proven(), "the prior is accepted again");
                }
            }
            case ChangePhase.Withdrawing ignored -> {}
            case ChangePhase.Withdrawn ignored -> {
                if (accepted.candidate()) {
                    giveUp(step, change, accepted, "the candidate is accepted");
                }
            }
            // Nothing made before a refusal; past the return the machine destroys only what it finds.
            case ChangePhase.Refused ignored -> {}
            case ChangePhase.Retiring ignored -> {}
            case ChangePhase.Done ignored -> step.alarm(change.credential(), "its destroyed prior is there again");
            case ChangePhase.NeedsHuman ignored -> {}
            // Only where one value is held, which was looked at above.
            case ChangePhase.Swapped ignored -> {}
            case ChangePhase.SwappedBack ignored -> {}
            case ChangePhase.Admitting ignored -> {}
            case ChangePhase.Disabling ignored -> {}
        }
    }

    /** Where one value is held, what it is tells nothing of who swapped it, and when: once that had begun, a human looks. */
    private static void oneValue(Stepping step, CredentialChange change, Accepted accepted) {
        boolean notBegun =
                change.phase() instanceof ChangePhase.Planned || change.phase() instanceof ChangePhase.Prechecked;
        boolean ended = change.phase() instanceof ChangePhase.Refused
                || change.phase() instanceof ChangePhase.Done
                || change.phase() instanceof ChangePhase.Withdrawn
                || change.phase() instanceof ChangePhase.NeedsHuman;
        if (!ended && !(notBegun && accepted.prior() && !accepted.candidate())) {
            String facts = "the verifier holds one value, "
                    + (accepted.prior() ? "the prior" : accepted.candidate() ? "the candidate" : "neither of both");
            step.reread(change, new ChangePhase.NeedsHuman(again(change, notBegun, accepted), facts, step.now), facts);
        }
    }

    /** What a human's word tries again: what was under way, or that A is swapped in; never that B is. */
    private static ChangePhase again(CredentialChange change, boolean notBegun, Accepted accepted) {
        boolean onItsLastWay =
                ChangePhase.pastReturn(change.phase()) || change.phase() instanceof ChangePhase.Withdrawing;
        if (onItsLastWay) {
            return change.phase();
        }
        return notBegun && !accepted.candidate() ? new ChangePhase.Prechecked() : new ChangePhase.Enabling(WHY);
    }

    private static void priorGone(Stepping step, CredentialChange change, Accepted accepted, boolean allMoved) {
        if (change.phase() instanceof ChangePhase.Done) {
            return;
        }
        if (accepted.candidate() && allMoved) {
            step.reread(change, new ChangePhase.Done(), "the prior is gone, and everybody is pointed at the candidate");
        } else {
            String facts = "the prior is gone at the verifier, and "
                    + (accepted.candidate() ? "not everybody is pointed at the candidate" : "so is the candidate");
            step.reread(change, new ChangePhase.NeedsHuman(new ChangePhase.Retiring(), facts, step.now), facts);
        }
    }

    private static void before(Stepping step, CredentialChange change, Accepted accepted) {
        if (!accepted.prior()) {
            String facts = "the prior is disabled at the verifier";
            if (accepted.candidate() && !ModeRules.compromised(step)) {
                back(step, change, facts);
            } else {
                step.reread(change, new ChangePhase.NeedsHuman(new ChangePhase.Prechecked(), facts, step.now), facts);
            }
        } else if (accepted.candidate()) {
            step.reread(change, new ChangePhase.Admitted(step.clocks.elapsed()), "the candidate is accepted");
        }
    }

    private static void both(Stepping step, CredentialChange change, Accepted accepted) {
        if (!accepted.candidate()) {
            giveUp(step, change, accepted, "the candidate is not accepted");
        } else if (!accepted.prior() && ModeRules.compromised(step)) {
            step.reread(change, new ChangePhase.Quarantined(step.now, step.clocks.healthy()), "the prior is disabled");
        } else if (!accepted.prior() && !(change.phase() instanceof ChangePhase.Enabling)) {
            back(step, change, "the prior is disabled");
        }
    }

    /** What was watched before A was taken away is lost: A is given back, and all is watched anew. */
    private static void back(Stepping step, CredentialChange change, String why) {
        step.passedAt = step.passedAt.map(ignored -> step.clocks.healthy());
        step.put(change.priorRefusedAt(List.of()));
        step.reread(step.change(change.credential()), new ChangePhase.Enabling(why), why);
    }

    private static void giveUp(Stepping step, CredentialChange change, Accepted accepted, String why) {
        boolean anyMoved = step.targetsOf(change.credential()).stream()
                .anyMatch(cutover -> !CutoverPhase.clearOfCandidate(cutover.phase()));
        if (ModeRules.compromised(step) && anyMoved) {
            step.reread(change, new ChangePhase.NeedsHuman(new ChangePhase.Prechecked(), why, step.now), why);
        } else {
            step.put(change.candidateGivenUp());
            ChangePhase next = accepted.prior() ? new ChangePhase.Proven() : new ChangePhase.Enabling(why);
            step.reread(step.change(change.credential()), next, why + ": it is given up");
        }
    }

    private static void cutover(Stepping step, Cutover cutover, Outside outside) {
        CredentialChange change = step.change(cutover.target().credential());
        Optional<Pointer> pointer =
                outside.pointers().getOrDefault(cutover.target().identity(), Optional.empty());
        if (pointer.isEmpty()) {
            human(step, cutover, "nothing is delivered there");
            return;
        }
        Cutover known = cutover.pointer(pointer.get().version());
        step.put(known);
        Fingerprint shown = pointer.get().generation();
        if (shown.equals(change.prior())) {
            pointsAtPrior(step, known);
        } else if (change.candidate().equals(Optional.of(shown))) {
            pointsAtCandidate(step, known, shown);
        } else {
            human(step, known, "it is pointed at " + shown.value());
        }
    }

    private static void pointsAtPrior(Stepping step, Cutover cutover) {
        boolean saidMoved = CutoverPhase.moved(cutover.phase());
        if (Guards.pastReturn(step, cutover)) {
            human(step, cutover, "it is pointed at the prior, which is gone");
        } else if (saidMoved && ModeRules.compromised(step)) {
            human(step, cutover, "it is pointed at the compromised prior");
        } else if (saidMoved) {
            turn(step, cutover, "it is pointed at the prior");
        }
    }

    private static void pointsAtCandidate(Stepping step, Cutover cutover, Fingerprint candidate) {
        boolean goesBack = cutover.phase() instanceof CutoverPhase.Restoring && !Guards.pastReturn(step, cutover);
        if (CutoverPhase.moved(cutover.phase()) || goesBack) {
            return;
        }
        boolean notBegun =
                cutover.phase() instanceof CutoverPhase.Waiting || cutover.phase() instanceof CutoverPhase.Staged;
        // Of a ring that has not opened nobody judges a member.
        boolean judged = !(step.ring(cutover.ring()).phase() instanceof RingPhase.Pending);
        Cutover holding = cutover.staged(Optional.of(candidate));
        step.put(holding);
        boolean noWayBack = ModeRules.compromised(step) || Guards.pastReturn(step, cutover);
        if (notBegun && judged || noWayBack) {
            step.reread(
                    holding,
                    new CutoverPhase.Promoted(step.now, step.clocks.healthy()),
                    "it is pointed at the candidate");
        } else {
            turn(step, holding, "it is pointed at the candidate");
        }
    }

    /** Written again: a pointer that shows A is touched, so that nothing late moves it. */
    private static void turn(Stepping step, Cutover cutover, String why) {
        step.put(cutover.turnBack(true));
        step.reread(step.cutover(cutover.target()), new CutoverPhase.Restoring(WHY), why);
    }

    private static void human(Stepping step, Cutover cutover, String facts) {
        if (!(cutover.phase() instanceof CutoverPhase.NeedsHuman)) {
            step.reread(cutover, new CutoverPhase.NeedsHuman(cutover.phase(), facts, false, step.now), facts);
        }
    }

    private static boolean shows(Outside outside, Cutover cutover, Optional<Fingerprint> candidate) {
        return candidate.isPresent()
                && outside.pointers()
                        .getOrDefault(cutover.target().identity(), Optional.empty())
                        .map(Pointer::generation)
                        .equals(candidate);
    }
}
