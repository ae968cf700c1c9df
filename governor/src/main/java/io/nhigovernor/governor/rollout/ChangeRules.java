package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a credential change does next, by its phase (guarantees §5). */
final class ChangeRules {
    private ChangeRules() {}

    static void settle(Stepping step) {
        for (CredentialChange change : step.changesToLookAt()) {
            if (change.intent().isPresent()) {
                IntentRules.drive(step, change.intent().get());
            } else {
                next(step, change);
            }
            SwapRules.measure(step, step.change(change.credential()));
        }
    }

    private static void next(Stepping step, CredentialChange change) {
        switch (change.phase()) {
            case ChangePhase.Planned ignored -> planned(step, change);
            case ChangePhase.Prechecked ignored -> prechecked(step, change);
            case ChangePhase.Admitted admitted -> admitted(step, change, admitted);
            case ChangePhase.Swapped swapped -> SwapRules.swapped(step, change, swapped);
            case ChangePhase.SwappedBack ignored -> withdrawWhenClear(step, change);
            case ChangePhase.Proven ignored -> proven(step, change);
            case ChangePhase.Quarantined quarantined -> quarantined(step, change, quarantined);
            case ChangePhase.Enabling ignored -> step.open(change, Operation.ENABLE, change.prior(), change.accepted());
            case ChangePhase.Retiring ignored -> retiring(step, change);
            case ChangePhase.Withdrawing ignored -> {
                if (step.leaves(Operation.WITHDRAW)) {
                    step.open(change, Operation.WITHDRAW, change.candidate().orElseThrow(), Optional.empty());
                }
            }
            case ChangePhase.Admitting ignored -> throw noIntent(change);
            case ChangePhase.Disabling ignored -> throw noIntent(change);
            case ChangePhase.Refused ignored -> {}
            case ChangePhase.Done ignored -> {}
            case ChangePhase.Withdrawn ignored -> {}
            case ChangePhase.Overlapped ignored -> overlapped(step, change);
            case ChangePhase.NeedsHuman ignored -> {}
        }
    }

    private static IllegalStateException noIntent(CredentialChange change) {
        return new IllegalStateException(change.credential() + " is " + change.phase() + " without an open intent");
    }

    private static void planned(Stepping step, CredentialChange change) {
        if (Guards.turnsBack(step, change)) {
            step.move(change, new ChangePhase.Withdrawn(), "nothing was made");
        } else if (needed(step, change)) {
            step.errand(
                    "precheck/" + change.credential(),
                    false,
                    () -> new Action.Precheck(
                            change.credential(),
                            change.attempt(),
                            change.prior(),
                            step.targetsOf(change.credential()).stream()
                                    .map(Cutover::target)
                                    .toList()));
        }
    }

    static Optional<Step.Refused> prechecked(Stepping step, Event.Prechecked event) {
        String errand = "precheck/" + event.credential();
        CredentialChange change = step.change(event.credential());
        step.concerns(event.credential());
        step.errandDone(errand);
        if (!(change.phase() instanceof ChangePhase.Planned)) {
            return Optional.empty();
        }
        switch (event.result()) {
            case Event.Precheck.Passed passed -> {
                for (var pointer : passed.pointers().entrySet()) {
                    step.put(step.cutover(TargetId.parse(pointer.getKey())).pointer(pointer.getValue()));
                }
                step.put(change.accepted(passed.accepted()));
                step.move(
                        step.change(event.credential()),
                        new ChangePhase.Prechecked(),
                        "prior " + change.prior() + " accepted, delivered and readable");
            }
            case Event.Precheck.Failed failed -> {
                String why = String.join("; ", failed.reasons());
                step.move(change, new ChangePhase.Refused(why), why);
                step.alarm(change.credential(), "refused by its precheck: " + why);
            }
            case Event.Precheck.Unreadable ignored -> step.errandAgain(errand, step.timing.retryDelay());
        }
        return Optional.empty();
    }

    private static void prechecked(Stepping step, CredentialChange change) {
        if (Guards.turnsBack(step, change)) {
            if (Guards.clearOfCandidate(step, change)) {
                step.move(change, new ChangePhase.Withdrawn(), "B was never admitted");
            }
        } else if (needed(step, change)
                && change.candidate().isPresent()
                && step.holderOfCandidate(change.credential()).isPresent()
                && SwapRules.ready(step, change)) {
            step.open(change, Operation.ADMIT, change.candidate().get(), change.accepted());
            step.move(
                    step.change(change.credential()),
                    new ChangePhase.Admitting(),
                    "B lies staged at "
                            + step.holderOfCandidate(change.credential()).orElseThrow());
        }
    }

    private static void admitted(Stepping step, CredentialChange change, ChangePhase.Admitted admitted) {
        if (Guards.turnsBack(step, change)) {
            withdrawWhenClear(step, change);
            return;
        }
        proveCandidate(step, change, admitted.since(), true);
    }

    /** @param since elapsed rollout time when B was admitted @param enough whether its proofs are all that is missing */
    static void proveCandidate(Stepping step, CredentialChange change, Duration since, boolean enough) {
        Duration settle = step.planned(change.credential()).verifier().settle();
        boolean settled = step.clocks.elapsed().minus(since).compareTo(settle) >= 0;
        if (!step.running() || !settled) {
            return;
        }
        List<RelyingParty> open = step.planned(change.credential()).credential().relyingParties().stream()
                .filter(party -> !change.proven().contains(party.name()))
                .toList();
        if (open.isEmpty() && enough) {
            step.move(
                    change,
                    new ChangePhase.Proven(),
                    change.proven().isEmpty()
                            ? "no relying party is declared"
                            : "B worked at " + String.join(", ", change.proven()));
            return;
        }
        step.holderOfCandidate(change.credential())
                .ifPresent(source -> open.forEach(party -> ProofRules.prove(
                        step,
                        Action.Purpose.CANDIDATE,
                        change,
                        source,
                        change.candidate().orElseThrow(),
                        party.name())));
    }

    private static void proven(Stepping step, CredentialChange change) {
        if (SwapRules.swaps(step, change) && Guards.turnsBack(step, change)) {
            SwapRules.swapBack(step, change);
            return;
        }
        if (Guards.turnsBack(step, change)) {
            withdrawWhenClear(step, change);
            return;
        }
        if (!step.running() || !Guards.allRingsPassed(step) || !step.live.healthy()) {
            return;
        }
        Disable disable = step.planned(change.credential()).verifier().disable();
        Duration watch = step.plan().ringPlan().watch().multipliedBy(disable == Disable.NONE ? 2 : 1);
        Duration since = Guards.heardUpTo(step).minus(step.passedAt.orElseThrow());
        if (since.compareTo(watch) < 0) {
            return;
        }
        List<String> uncovered = step.planned(change.credential()).uncovered();
        if (Guards.allAdopted(step, change) && uncovered.isEmpty()) {
            boolean used = !ModeRules.compromised(step) && !Guards.nobodyOnPrior(step, change, watch);
            if (used || RetainRules.stays(step, change)) {
                return;
            }
            if (SwapRules.swaps(step, change)) {
                SwapRules.retire(step, change);
            } else if (disable == Disable.NONE) {
                step.open(change, Operation.DESTROY, change.prior(), Optional.empty());
                step.move(
                        step.change(change.credential()),
                        new ChangePhase.Retiring(),
                        "all targets adopted, watched for " + watch + "; A cannot be disabled first");
            } else {
                step.open(change, Operation.DISABLE, change.prior(), change.accepted());
                step.move(
                        step.change(change.credential()),
                        new ChangePhase.Disabling(),
                        "all targets adopted, watched for " + watch
                                + brownOut(step, change)
                                        .map(length -> "; a brown-out of " + length)
                                        .orElse(""));
            }
        } else if (Guards.anyAdopted(step, change)) {
            step.move(
                    change,
                    new ChangePhase.Overlapped("both generations stay accepted"),
                    uncovered.isEmpty()
                            ? "some targets are excluded"
                            : "holders in no ring: " + String.join(", ", uncovered));
            step.alarm(change.credential(), "prior and candidate both stay accepted; take it up in the next rollout");
        } else {
            withdrawWhenClear(step, change);
        }
    }

    private static void overlapped(Stepping step, CredentialChange change) {
        if (step.halting()) {
            withdrawWhenClear(step, change);
        }
    }

    private static void quarantined(Stepping step, CredentialChange change, ChangePhase.Quarantined quarantined) {
        if (ModeRules.compromised(step)) {
            ModeRules.stragglers(step, change, quarantined);
        } else if (givenBack(step, change, quarantined) || brownOutOver(step, change, quarantined)) {
            return;
        }
        if (!step.running()) {
            forgetSecondRefusals(step, change);
            return;
        }
        destroyWhenOver(step, change, quarantined);
    }

    /** Whether A was given back: a restore, a straggler on it, or a clock that cannot tell whether there was one. */
    private static boolean givenBack(Stepping step, CredentialChange change, ChangePhase.Quarantined quarantined) {
        Optional<Cutover> straggler = step.targetsOf(change.credential()).stream()
                .filter(cutover -> Sighting.after(step.live.of(cutover.target()).onPrior(), quarantined.at()))
                .findFirst();
        if (Guards.restoreWanted(step, change)) {
            enable(step, change, "a restore was ordered");
            return true;
        }
        if (straggler.isPresent()) {
            step.alarm(straggler.get().target().toString(), "seen on the quarantined prior");
            enable(step, change, "straggler on A: " + straggler.get().target());
            return true;
        }
        if (step.now.isBefore(quarantined.at())) {
            String why = "the clock was set back while A was disabled: who called since cannot be told";
            step.alarm(change.credential(), why);
            enable(step, change, why);
            return true;
        }
        return false;
    }

    /** The next disable of A is on trial: it is given back by itself, and whoever missed it is known. */
    private static Optional<Duration> brownOut(Stepping step, CredentialChange change) {
        return change.brownedOut().isPresent() || ModeRules.compromised(step)
                ? Optional.empty()
                : step.plan().ringPlan().brownOut();
    }

    /**
     * Whether A was given back because its time on trial is over. It counts only if every party had heard of it: on hold
     * nobody is asked, and A comes back all the same, to be tried again.
     */
    private static boolean brownOutOver(Stepping step, CredentialChange change, ChangePhase.Quarantined quarantined) {
        Optional<Duration> length = brownOut(step, change);
        Duration since = step.clocks.healthy().minus(quarantined.since());
        if (length.isEmpty() || since.compareTo(length.get()) < 0) {
            return false;
        }
        boolean refused = step.planned(change.credential()).credential().relyingParties().stream()
                .allMatch(party -> change.priorRefused().contains(party.name()));
        if (!refused && step.running()) {
            return false;
        }
        if (refused) {
            step.put(change.brownedOut(step.now));
        }
        enable(
                step,
                step.change(change.credential()),
                refused ? "the brown-out is over: nobody was heard on A" : "the brown-out is over, unproven: on hold");
        return true;
    }

    private static void destroyWhenOver(Stepping step, CredentialChange change, ChangePhase.Quarantined quarantined) {
        Duration settle = step.planned(change.credential()).verifier().settle();
        Duration since = step.clocks.healthy().minus(quarantined.since());
        // A straggler that a silent source does not tell of must be heard first.
        Duration heard = Guards.heardUpTo(step).minus(quarantined.since());
        boolean over = brownOut(step, change).isEmpty()
                && heard.compareTo(step.plan().ringPlan().quarantine()) >= 0;
        // Once when the disable must have arrived, and again before what cannot be undone.
        int refusals = over ? 2 : 1;
        List<RelyingParty> open = step.planned(change.credential()).credential().relyingParties().stream()
                .filter(party -> Collections.frequency(change.priorRefused(), party.name()) < refusals)
                .toList();
        if (!open.isEmpty()) {
            if (since.compareTo(settle) >= 0) {
                TargetId source = step.targetsOf(change.credential()).getFirst().target();
                for (RelyingParty party : open) {
                    ProofRules.prove(step, Action.Purpose.PRIOR_GONE, change, source, change.prior(), party.name());
                }
            }
            return;
        }
        if (over && step.live.healthy() && Guards.allAdopted(step, change) && !RetainRules.stays(step, change)) {
            step.open(change, Operation.DESTROY, change.prior(), Optional.empty());
            step.move(
                    step.change(change.credential()),
                    new ChangePhase.Retiring(),
                    "quarantine over, A proven refused: the point of no return");
        }
    }

    /** What was refused before a hold says nothing of what is refused after it. */
    private static void forgetSecondRefusals(Stepping step, CredentialChange change) {
        List<String> once = change.priorRefused().stream().distinct().toList();
        if (once.size() < change.priorRefused().size()) {
            step.put(change.priorRefusedAt(once));
        }
    }

    /** Past the point of no return without an intent: a human said again. */
    private static void retiring(Stepping step, CredentialChange change) {
        if (step.leaves(Operation.DESTROY) && !RetainRules.stays(step, change)) {
            step.open(change, Operation.DESTROY, change.prior(), Optional.empty());
        }
    }

    /** Gives A back; before it may be taken away again all is watched anew. */
    static void enable(Stepping step, CredentialChange change, String why) {
        step.passedAt = step.passedAt.map(ignored -> step.clocks.healthy());
        step.touchHeader();
        step.put(change.priorRefusedAt(List.of()));
        step.open(step.change(change.credential()), Operation.ENABLE, change.prior(), change.accepted());
        step.move(step.change(change.credential()), new ChangePhase.Enabling(why), why);
    }

    private static void withdrawWhenClear(Stepping step, CredentialChange change) {
        if (step.leaves(Operation.WITHDRAW) && Guards.clearOfCandidate(step, change)) {
            step.open(change, Operation.WITHDRAW, change.candidate().orElseThrow(), Optional.empty());
            step.move(step.change(change.credential()), new ChangePhase.Withdrawing(), "no target points at or uses B");
        }
    }

    /** A ring that is open wants this credential moved. */
    private static boolean needed(Stepping step, CredentialChange change) {
        return step.targetsOf(change.credential()).stream().anyMatch(cutover -> wanted(step, cutover));
    }

    private static boolean wanted(Stepping step, Cutover cutover) {
        return Guards.forward(step, cutover.ring())
                && !cutover.turnBack()
                && !(cutover.phase() instanceof CutoverPhase.Excluded);
    }

    /** The target where B is staged first: of the earliest ring that is open, the first by name. */
    static Optional<TargetId> first(Stepping step, CredentialChange change) {
        return step.targetsOf(change.credential()).stream()
                .filter(cutover -> wanted(step, cutover))
                .min(Comparator.comparingInt(Cutover::ring).thenComparing(Cutover::target))
                .map(Cutover::target);
    }

    static void evidence(Stepping step, String subject, Map<String, String> detail) {
        step.record(LedgerAction.EVIDENCE, subject, detail);
    }
}
