package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is different where a verifier holds one value at a time (class C4, guarantees §3): B lies staged everywhere before it is
 * swapped in, the pointers follow at once, also while the rollout is held, and the way back is one more swap. The outage of
 * each is measured.
 */
final class SwapRules {
    private SwapRules() {}

    static boolean swaps(Stepping step, CredentialChange change) {
        return !step.planned(change.credential()).verifier().overlap();
    }

    /** One swap reaches all holders: where one of them turns back, or is out, they all do. */
    static boolean oneTurnedBack(Stepping step, CredentialChange change) {
        return swaps(step, change)
                && step.anyTarget(
                        change, cutover -> cutover.turnBack() || cutover.phase() instanceof CutoverPhase.Excluded);
    }

    /** These, and whoever shares a single value with one of them. */
    static List<Cutover> together(Stepping step, List<Cutover> named) {
        Set<Cutover> all = new LinkedHashSet<>(named);
        named.stream()
                .map(cutover -> step.change(cutover.target().credential()))
                .filter(change -> swaps(step, change))
                .forEach(change -> all.addAll(step.targetsOf(change.credential())));
        return List.copyOf(all);
    }

    /** The verifier accepts, or may accept, the candidate in place of the prior. */
    static boolean priorMayBeOut(Stepping step, CredentialChange change) {
        return swaps(step, change) && candidateMayBeIn(change.phase());
    }

    private static boolean candidateMayBeIn(ChangePhase phase) {
        return phase instanceof ChangePhase.Admitting
                || phase instanceof ChangePhase.Swapped
                || phase instanceof ChangePhase.Proven
                || phase instanceof ChangePhase.Enabling
                || ChangePhase.pastReturn(phase)
                || phase instanceof ChangePhase.NeedsHuman stuck && candidateMayBeIn(stuck.inside());
    }

    /** Nothing is swapped while it would find a target unprepared, or nobody could see what comes of it. */
    static boolean ready(Stepping step, CredentialChange change) {
        return !swaps(step, change)
                || step.live.healthy()
                        && step.targetsOf(change.credential()).stream()
                                .allMatch(cutover -> cutover.phase() instanceof CutoverPhase.Staged staged
                                        && staged.complete()
                                        && cutover.intent().isEmpty());
    }

    /** The others get B before it is admitted. */
    static boolean stagesBeforehand(Stepping step, CredentialChange change) {
        return swaps(step, change)
                && change.phase() instanceof ChangePhase.Prechecked
                && step.holderOfCandidate(change.credential()).isPresent();
    }

    /** Whoever swapped must finish, also while the rollout is held. */
    static boolean finishes(Stepping step, OpenIntent intent) {
        return intent.operation() == Operation.PROMOTE
                && step.change(intent.credential()).phase() instanceof ChangePhase.Swapped;
    }

    static void swapped(Stepping step, CredentialChange change, ChangePhase.Swapped swapped) {
        if (Guards.turnsBack(step, change)) {
            swapBack(step, change);
        } else {
            ChangeRules.proveCandidate(step, change, swapped.since(), pointersMoved(step, change));
        }
    }

    static void swapBack(Stepping step, CredentialChange change) {
        ChangeRules.enable(step, change, "turned back: A is swapped in again");
    }

    /** The prior found in its place is what the way back asked for. */
    static boolean isBack(Stepping step, OpenIntent intent, Observed found) {
        CredentialChange change = step.change(intent.credential());
        return intent.operation() == Operation.ENABLE
                && swaps(step, change)
                && found.generation().equals(Optional.of(change.prior()));
    }

    /** A pointer that cannot follow the swap leaves its consumer outside: better back, all of them. */
    static void unfinished(Stepping step, OpenIntent intent, String why) {
        TargetId target = intent.target().orElseThrow();
        String text = "SWAP_UNFINISHED the pointer of " + target + " cannot follow the swap: " + why;
        step.alarm(target.toString(), text);
        CutoverRules.restore(step, step.cutover(target), text);
        Restores.targets(step, Optional.empty(), List.of(step.cutover(target)), "governor", text);
    }

    /** All adopted and watched: A is not accepted any more, and that is proven before what is kept of it is destroyed. */
    static void retire(Stepping step, CredentialChange change) {
        List<RelyingParty> open = step.planned(change.credential()).credential().relyingParties().stream()
                .filter(party -> !change.priorRefused().contains(party.name()))
                .toList();
        if (open.isEmpty()) {
            step.open(change, Operation.DESTROY, change.prior(), Optional.empty());
            step.move(
                    step.change(change.credential()),
                    new ChangePhase.Retiring(),
                    "all targets adopted and watched, A was swapped out and proven refused: the point of no return");
            return;
        }
        TargetId source = step.targetsOf(change.credential()).getFirst().target();
        open.forEach(party ->
                ProofRules.prove(step, Action.Purpose.PRIOR_GONE, change, source, change.prior(), party.name()));
    }

    // ---- what it costs

    /** From the send: a forward swap sent again had not happened before; on the way back it goes on from where it was. */
    static void began(Stepping step, OpenIntent intent) {
        CredentialChange change = step.change(intent.credential());
        boolean swap = intent.operation() == Operation.ADMIT || intent.operation() == Operation.ENABLE;
        if (!swap || !swaps(step, change)) {
            return;
        }
        var outages = new ArrayList<>(change.outages());
        if (change.outOfStep() && intent.operation() == Operation.ADMIT) {
            outages.removeLast();
        }
        if (outages.isEmpty() || !outages.getLast().underWay()) {
            outages.add(Outage.began(step.now));
            step.put(change.outages(outages));
        }
    }

    /** The forward swap did not happen and will not. */
    static void didNotHappen(Stepping step, OpenIntent intent) {
        CredentialChange change = step.change(intent.credential());
        if (intent.operation() == Operation.ADMIT && change.outOfStep()) {
            step.put(change.outages(change.outages().subList(0, change.outages().size() - 1)));
        }
    }

    /** Ends with the last pointer read back where the verifier now is. */
    static void measure(Stepping step, CredentialChange change) {
        if (!change.outOfStep()) {
            return;
        }
        boolean swapped = change.phase() instanceof ChangePhase.Swapped || change.phase() instanceof ChangePhase.Proven;
        boolean forward = swapped && pointersMoved(step, change);
        boolean back = acceptsPriorAgain(change.phase())
                && step.targetsOf(change.credential()).stream()
                        .allMatch(cutover ->
                                cutover.phase() instanceof CutoverPhase.Staged || RolloutRules.pointerIsPrior(cutover));
        if (!forward && !back) {
            return;
        }
        Outage ended = change.outages().getLast().ended(step.now);
        var outages = new ArrayList<>(change.outages());
        outages.set(outages.size() - 1, ended);
        step.put(change.outages(outages));
        ChangeRules.evidence(step, change.credential(), words(ended));
    }

    private static boolean acceptsPriorAgain(ChangePhase phase) {
        return phase instanceof ChangePhase.SwappedBack
                || phase instanceof ChangePhase.Withdrawing
                || phase instanceof ChangePhase.Withdrawn
                || phase instanceof ChangePhase.NeedsHuman stuck && acceptsPriorAgain(stuck.inside());
    }

    private static boolean pointersMoved(Stepping step, CredentialChange change) {
        return step.targetsOf(change.credential()).stream()
                .allMatch(cutover ->
                        CutoverPhase.moved(cutover.phase()) && !(cutover.phase() instanceof CutoverPhase.Promoting));
    }

    /** At the end of a rollout: what each swap cost, again and together. */
    static void report(Stepping step) {
        for (CredentialChange change : step.changes()) {
            change.outages().forEach(outage -> ChangeRules.evidence(step, change.credential(), words(outage)));
        }
    }

    private static Map<String, String> words(Outage outage) {
        return Map.of(
                "outage",
                outage.length().map(length -> length.toMillis() + " ms").orElse("under way"),
                "from",
                outage.from().toString(),
                "to",
                outage.to().map(Instant::toString).orElse(""));
    }
}
