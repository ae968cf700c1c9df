package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The write-ahead protocol's second half: sending again, reading back, and what an outcome does to its owner. */
final class IntentRules {
    private IntentRules() {}

    /**
     * Does the next thing for an open intent: read it back after a lost answer, send it again after BUSY. Nothing forward is
     * sent again while the rollout does not run, and what is known not to have happened is drained when its owner turns back.
     */
    static void drive(Stepping step, OpenIntent intent) {
        Optional<Errand> read = step.errand(Errand.readBack(intent));
        if (read.isPresent()) {
            if (read.get().underWay()) {
                return;
            }
            CredentialChange change = step.change(intent.credential());
            boolean restoring = intent.operation().restoring() || turnsBack(step, intent);
            step.errand(
                    Errand.readBack(intent),
                    false,
                    () -> new Action.ReadBack(intent, change.prior(), change.candidate(), restoring));
            return;
        }
        boolean underWay =
                step.errand(Errand.send(intent)).map(Errand::underWay).orElse(false);
        if (intent.operation().forward() && !underWay && turnsBack(step, intent)) {
            drain(step, intent, "turned back, and it had not happened");
        } else if (!underWay && mayLeave(step, intent)) {
            step.send(intent);
        }
    }

    private static boolean mayLeave(Stepping step, OpenIntent intent) {
        return step.leaves(intent.operation()) || SwapRules.finishes(step, intent);
    }

    /** Whoever this was for is on the way back. */
    private static boolean turnsBack(Stepping step, OpenIntent intent) {
        CredentialChange change = step.change(intent.credential());
        return switch (intent.operation()) {
            case STAGE, PROMOTE -> Guards.turnsBack(step, cutover(step, intent));
            case ADMIT -> Guards.turnsBack(step, change);
            case DISABLE -> Guards.restoreWanted(step, change);
            case REPOINT, DISCARD, ENABLE, DESTROY, WITHDRAW -> false;
        };
    }

    /** Closes a forward intent that did not happen and will not, and sends its owner back. */
    private static void drain(Stepping step, OpenIntent intent, String why) {
        step.close(intent, "drained: " + why);
        SwapRules.didNotHappen(step, intent);
        switch (intent.operation()) {
            case PROMOTE -> CutoverRules.restore(step, cutover(step, intent), why);
            case ADMIT ->
                step.move(step.change(intent.credential()), new ChangePhase.Prechecked(), "B was not admitted");
            case DISABLE -> ChangeRules.enable(step, step.change(intent.credential()), "a restore was ordered");
            case STAGE, REPOINT, DISCARD, ENABLE, DESTROY, WITHDRAW -> {}
        }
    }

    /**
     * Closes an admission whose answer was lost, and which is not seen to have happened. It may have gone half its way, where nobody
     * accepts B yet and something of it is left: a certificate that was signed, a role that stands for it. So B is withdrawn
     * as one that was admitted.
     */
    private static void givenUp(Stepping step, OpenIntent intent) {
        step.close(intent, "drained: turned back, and it is not seen to have happened");
        step.move(
                change(step, intent),
                new ChangePhase.Admitted(step.clocks.elapsed()),
                "B may be admitted in part, and is to be withdrawn");
    }

    private static CredentialChange change(Stepping step, OpenIntent intent) {
        return step.change(intent.credential());
    }

    static Optional<Step.Refused> performed(Stepping step, Event.Performed event) {
        Optional<OpenIntent> found = open(step, event.intent());
        if (found.isEmpty()) {
            // Superseded: its effect, if it came late, bounces off the raised version or is found by the next read.
            ChangeRules.evidence(
                    step, step.id(), Map.of("lateAnswer", event.intent(), "outcome", words(event.outcome())));
            return Optional.empty();
        }
        OpenIntent intent = found.get();
        step.concerns(intent.credential());
        switch (event.outcome()) {
            case Outcome.Applied applied -> applied(step, intent, applied, event.startedAt());
            case Outcome.Unknown ignored -> step.lost(intent, event.startedAt());
            case Outcome.Drift drift -> drift(step, intent, drift.found(), drift.what());
            case Outcome.NotApplied refused -> notApplied(step, intent, refused);
        }
        return Optional.empty();
    }

    static Optional<Step.Refused> readBack(Stepping step, Event.ReadBackDone event) {
        Optional<OpenIntent> found = open(step, event.intent());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        OpenIntent intent = found.get();
        step.concerns(intent.credential());
        String key = Errand.readBack(intent);
        switch (event.found()) {
            case Event.Found.Visible visible -> {
                // When it took effect is not known. What was seen before it could have is no evidence for it; what was
                // seen
                // after it could have is evidence against: a straggler counts from when the request left.
                boolean takesAway = intent.operation() == Operation.DISABLE;
                Instant at =
                        takesAway ? step.errand(key).flatMap(Errand::lastSent).orElse(step.now) : step.now;
                applied(step, intent, visible.applied(), at);
            }
            case Event.Found.Foreign foreign -> {
                if (fenced(step, intent) || pastHorizon(step, key)) {
                    drift(step, intent, foreign.observed(), foreign.what());
                } else {
                    step.errandAgain(key, step.timing.retryDelay());
                }
            }
            case Event.Found.Unreadable unreadable -> {
                alarmAtBudget(step, intent, key, unreadable.why());
                step.errandAgain(key);
            }
            case Event.Found.Absent ignored -> {
                boolean past = pastHorizon(step, key);
                if (past && intent.operation().forward() && turnsBack(step, intent)) {
                    if (intent.operation() == Operation.ADMIT && !SwapRules.swaps(step, change(step, intent))) {
                        givenUp(step, intent);
                    } else {
                        drain(step, intent, "turned back, and it had not happened");
                    }
                } else if (past && mayLeave(step, intent)) {
                    step.send(intent);
                } else {
                    step.errandAgain(key, step.timing.retryDelay());
                }
            }
        }
        return Optional.empty();
    }

    /** A request whose answer was lost will not take effect any more. */
    private static boolean pastHorizon(Stepping step, String key) {
        Instant left = step.errand(key).flatMap(Errand::leftBy).orElse(step.now);
        return Duration.between(left, step.now).compareTo(step.timing.lostAfter()) >= 0;
    }

    /** A late request bounces off what somebody else wrote meanwhile. */
    private static boolean fenced(Stepping step, OpenIntent intent) {
        var planned = step.planned(intent.credential());
        return switch (intent.operation()) {
            case PROMOTE, REPOINT -> planned.delivery().conditionalPointer();
            case DISABLE, ENABLE -> planned.verifier().conditionalDisable();
            case STAGE, DISCARD, ADMIT, DESTROY, WITHDRAW -> true;
        };
    }

    private static void notApplied(Stepping step, OpenIntent intent, Outcome.NotApplied outcome) {
        String key = Errand.send(intent);
        if (outcome.why() == Outcome.Why.BUSY) {
            alarmAtBudget(step, intent, key, outcome.reason());
            step.errandAgain(key, outcome.retryAfter().orElse(step.timing.retryDelay()));
            return;
        }
        int tries = step.errand(key).map(Errand::tries).orElse(0);
        boolean finishes = SwapRules.finishes(step, intent);
        boolean persistent = intent.operation().restoring() || intent.operation() == Operation.DESTROY || finishes;
        if (persistent && tries < step.timing.restoreBudget()) {
            step.errandAgain(key);
            return;
        }
        if (intent.operation().forward() && turnsBack(step, intent)) {
            drain(step, intent, "turned back, and it was refused: " + outcome.reason());
            return;
        }
        step.close(intent, "refused: " + outcome.reason());
        SwapRules.didNotHappen(step, intent);
        if (finishes) {
            SwapRules.unfinished(step, intent, outcome.reason());
            return;
        }
        if (intent.operation() == Operation.DISABLE && ModeRules.compromised(step)) {
            ModeRules.disableFailed(step, intent, false, outcome.reason());
            return;
        }
        if (intent.operation() == Operation.DISABLE) {
            disableFailed(step, intent, outcome.reason());
            return;
        }
        callHuman(step, intent, intent.operation() + " refused: " + outcome.reason());
    }

    /** What gives consumers something back is tried for as long as it takes; but not for long without a human knowing. */
    private static void alarmAtBudget(Stepping step, OpenIntent intent, String key, String why) {
        int tries = step.errand(key).map(Errand::tries).orElse(0);
        if (intent.operation().restoring() && tries == step.timing.restoreBudget()) {
            step.alarm(subject(intent), intent.operation() + " tried " + tries + " times, and is tried on: " + why);
        }
    }

    private static void applied(Stepping step, OpenIntent intent, Outcome.Applied applied, Instant startedAt) {
        step.close(intent, "applied, version " + applied.observed().version());
        switch (intent.operation()) {
            case STAGE -> staged(step, intent, applied.observed());
            case PROMOTE -> promoted(step, intent, applied.observed(), startedAt);
            case REPOINT -> {
                Cutover cutover =
                        cutover(step, intent).pointer(applied.observed().version());
                step.put(cutover);
                step.move(
                        cutover,
                        new CutoverPhase.Repointed(startedAt, step.clocks.elapsed(), step.clocks.healthy()),
                        "pointer shows A at version " + applied.observed().version());
            }
            case DISCARD -> discarded(step, cutover(step, intent));
            case ADMIT -> admitted(step, intent, applied.observed());
            case DISABLE -> {
                CredentialChange change = accepted(step, intent, applied.observed());
                step.move(
                        change,
                        new ChangePhase.Quarantined(startedAt, step.clocks.healthy()),
                        "A is disabled at version " + applied.observed().version());
            }
            case ENABLE -> {
                CredentialChange change = accepted(step, intent, applied.observed());
                if (SwapRules.swaps(step, change)) {
                    step.move(change, new ChangePhase.SwappedBack(), "A is accepted in place of B");
                } else {
                    CutoverRules.settles(step, change);
                    step.move(change, new ChangePhase.Proven(), "A is accepted again");
                }
            }
            case DESTROY -> step.move(accepted(step, intent, applied.observed()), new ChangePhase.Done(), "A is gone");
            case WITHDRAW ->
                step.move(accepted(step, intent, applied.observed()), new ChangePhase.Withdrawn(), "B is gone");
        }
    }

    private static void staged(Stepping step, OpenIntent intent, Observed observed) {
        Fingerprint generation = observed.generation().orElseThrow();
        CredentialChange change = step.change(intent.credential());
        boolean keyOnly = intent.generation().isEmpty()
                && step.planned(intent.credential()).verifier().mint() == Mint.CALLER_KEY_SIGNED;
        Cutover cutover = cutover(step, intent).staged(Optional.of(generation));
        step.put(cutover);
        if (change.candidate().isEmpty()) {
            step.put(change.candidate(generation));
        } else if (!change.candidate().get().equals(generation)) {
            callHuman(step, intent, "another generation lies staged: " + generation);
            return;
        }
        if (cutover.phase() instanceof CutoverPhase.Staged) {
            step.put(cutover.phase(new CutoverPhase.Staged(!keyOnly)));
        } else {
            step.move(cutover, new CutoverPhase.Staged(!keyOnly), keyOnly ? "its key lies pending" : "B lies pending");
        }
    }

    private static void promoted(Stepping step, OpenIntent intent, Observed observed, Instant startedAt) {
        Cutover cutover = cutover(step, intent).pointer(observed.version());
        step.put(cutover);
        step.move(
                cutover,
                new CutoverPhase.Promoted(startedAt, step.clocks.healthy()),
                "pointer shows B at version " + observed.version());
    }

    private static void discarded(Stepping step, Cutover cutover) {
        if (cutover.phase() instanceof CutoverPhase.Staged) {
            step.put(cutover.staged(Optional.empty()));
            step.move(step.cutover(cutover.target()), new CutoverPhase.Waiting(), "pending value discarded");
        } else {
            step.put(cutover.tidy());
        }
    }

    private static void admitted(Stepping step, OpenIntent intent, Observed observed) {
        CredentialChange change = accepted(step, intent, observed);
        if (!observed.generation().equals(change.candidate())) {
            callHuman(step, intent, "the verifier accepted " + observed.generation() + " instead");
            return;
        }
        if (SwapRules.swaps(step, change)) {
            step.move(
                    change,
                    new ChangePhase.Swapped(step.clocks.elapsed()),
                    "B is accepted in place of A at version " + observed.version());
            return;
        }
        step.move(
                change,
                new ChangePhase.Admitted(step.clocks.elapsed()),
                "A and B accepted at version " + observed.version());
    }

    /** The world had another version than expected, and nothing was overwritten. Ours: read and try again. Else: a human. */
    private static void drift(Stepping step, OpenIntent intent, Observed found, String what) {
        CredentialChange change = step.change(intent.credential());
        boolean ours = found.generation().equals(Optional.of(change.prior()))
                || found.generation().isPresent() && found.generation().equals(change.candidate());
        boolean wanted =
                intent.operation() == Operation.PROMOTE && found.generation().equals(change.candidate());
        if (wanted || SwapRules.isBack(step, intent, found)) {
            applied(step, intent, Outcome.Applied.of(found), step.now);
            return;
        }
        step.close(intent, "drift: " + what);
        SwapRules.didNotHappen(step, intent);
        foundAt(step, intent, found);
        if (intent.operation() == Operation.DISABLE && ModeRules.compromised(step)) {
            ModeRules.disableFailed(step, intent, ours, what);
            return;
        }
        if (intent.operation() == Operation.DISABLE) {
            disableFailed(step, intent, what);
            return;
        }
        // Enabling one generation overwrites nobody's other one, whatever stands beside it.
        boolean retried = ours || intent.operation() == Operation.ENABLE;
        if (!retried
                || intent.operation() == Operation.STAGE
                || intent.operation() == Operation.ADMIT
                || step.count("drift/" + intent.operation() + "/" + subject(intent)) > step.timing.restoreBudget()) {
            callHuman(
                    step,
                    intent,
                    "found " + found.generation().map(Fingerprint::value).orElse("nothing") + " at version "
                            + found.version() + ": " + what);
            return;
        }
        switch (intent.operation()) {
            case PROMOTE ->
                step.move(
                        cutover(step, intent),
                        new CutoverPhase.Staged(true),
                        "the pointer was at version " + found.version());
            case DISABLE -> {}
            case REPOINT -> {}
            case ENABLE -> {}
            case DISCARD -> {}
            case DESTROY -> {}
            case WITHDRAW -> {}
            case STAGE -> {}
            case ADMIT -> {}
        }
    }

    /** What a human, or the next try, will write over is exactly what was found. */
    private static void foundAt(Stepping step, OpenIntent intent, Observed found) {
        switch (intent.operation()) {
            case PROMOTE, REPOINT -> step.put(cutover(step, intent).pointer(found.version()));
            case DISABLE, ENABLE -> step.put(step.change(intent.credential()).accepted(found.version()));
            case STAGE, DISCARD, ADMIT, DESTROY, WITHDRAW -> {}
        }
    }

    /** Whether half of it went through nobody knows: the write that gives A back makes sure. */
    private static void disableFailed(Stepping step, OpenIntent intent, String why) {
        step.alarm(intent.credential(), "the prior was not disabled: " + why);
        ChangeRules.enable(step, step.change(intent.credential()), "the disable did not go through");
    }

    private static void callHuman(Stepping step, OpenIntent intent, String facts) {
        step.alarm(subject(intent), facts);
        if (intent.target().isPresent()) {
            Cutover cutover = cutover(step, intent);
            if (intent.operation() == Operation.DISCARD) {
                // A value that cannot be dropped is no reason to keep anybody waiting; the alarm lists it.
                discarded(step, cutover);
            } else {
                boolean pointerIsPrior = !(cutover.phase() instanceof CutoverPhase.Promoting)
                        && !(cutover.phase() instanceof CutoverPhase.Restoring);
                step.move(
                        cutover, new CutoverPhase.NeedsHuman(cutover.phase(), facts, pointerIsPrior, step.now), facts);
            }
            return;
        }
        CredentialChange change = step.change(intent.credential());
        ChangePhase inside =
                change.phase() instanceof ChangePhase.Admitting ? new ChangePhase.Prechecked() : change.phase();
        step.move(change, new ChangePhase.NeedsHuman(inside, facts, step.now), facts);
    }

    private static CredentialChange accepted(Stepping step, OpenIntent intent, Observed observed) {
        CredentialChange change = step.change(intent.credential()).accepted(observed.version());
        step.put(change);
        return change;
    }

    private static Cutover cutover(Stepping step, OpenIntent intent) {
        return step.cutover(intent.target().orElseThrow());
    }

    private static Optional<OpenIntent> open(Stepping step, String id) {
        for (CredentialChange change : step.changes()) {
            if (isOpen(change.intent(), id)) {
                return change.intent();
            }
        }
        for (Cutover cutover : step.cutovers()) {
            if (isOpen(cutover.intent(), id)) {
                return cutover.intent();
            }
        }
        return Optional.empty();
    }

    private static boolean isOpen(Optional<OpenIntent> intent, String id) {
        return intent.isPresent() && intent.get().id().equals(id);
    }

    private static String subject(OpenIntent intent) {
        return intent.target().map(TargetId::toString).orElse(intent.credential());
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied applied ->
                "applied, version " + applied.observed().version();
            case Outcome.Unknown unknown -> "unknown: " + unknown.reason();
            case Outcome.Drift drift -> "drift: " + drift.what();
            case Outcome.NotApplied refused -> refused.why() + ": " + refused.reason();
        };
    }
}
