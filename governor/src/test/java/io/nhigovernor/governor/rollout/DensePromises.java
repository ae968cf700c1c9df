package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.simulation.Broken;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The invariants of guarantees §4 over one dense world, each named where it is asked; truth is the outside's. */
final class DensePromises {
    /** States of a way back to the prior. */
    private static final Set<String> BACK = Set.of("RESTORING", "REPOINTED", "RESTORED", "ENABLING", "HALTING");

    private final long seed;
    private final PretendWorld world;
    private final Pods pods;
    /** Intents of which a ledger entry is durable (S6). */
    private final Set<String> recorded = new HashSet<>();

    private final Set<String> open = new HashSet<>();
    /** Excluded although not seen back: a human's word. */
    private final Set<TargetId> letGo = new HashSet<>();
    /** Credentials of which somebody was ordered back in this rollout (S5). */
    private final Set<String> turned = new HashSet<>();
    /** The pointer's version when a target began to go back (S9). */
    private final Map<TargetId, Long> versionAtTurn = new HashMap<>();

    DensePromises(long seed, PretendWorld world, Pods pods) {
        this.seed = seed;
        this.world = world;
        this.pods = pods;
    }

    void begin(Rollout rollout) {
        open.clear();
        letGo.clear();
        turned.clear();
        versionAtTurn.clear();
        if (recorded.size() > 10_000) {
            recorded.clear();
        }
        pods.served.clear();
    }

    /** A word that leads back to a compromised prior is refused, whenever it comes (S10). */
    void answered(Rollout rollout, Event event, Step answer, long step) {
        check(
                !rollout.header().plan().compromised()
                        || !(event instanceof Event.RestoreOrdered)
                        || answer instanceof Step.Refused,
                "S10",
                step,
                () -> "a restore to the compromised prior was taken: " + event);
    }

    void recorded(OpenIntent intent, long step) {
        check(recorded.contains(intent.id()), "S6", step, () -> "an effect without an earlier entry: " + intent);
    }

    /** What this effect changed is looked at, and what the rows say of it. */
    void effect(Rollout rollout, OpenIntent intent, long step) {
        if (intent.operation() == Operation.PROMOTE) {
            pods.served.remove(intent.target().orElseThrow());
        }
        intent.target()
                .ifPresent(target ->
                        row(rollout, Objects.requireNonNull(rollout.cutovers().get(target)), step));
        forwardOnly(rollout, intent, step);
        outside(rollout, intent.credential(), step);
    }

    /** Whatever the outside was told, it did not give a compromised prior back (S10). */
    private void forwardOnly(Rollout rollout, OpenIntent intent, long step) {
        check(
                !rollout.header().plan().compromised()
                        || intent.operation() != Operation.REPOINT && intent.operation() != Operation.ENABLE,
                "S10",
                step,
                () -> "the compromised prior was given back: " + intent);
    }

    void afterStep(Rollout before, Step.Taken taken, long step) {
        boolean compromised = taken.next().header().plan().compromised();
        for (Step.Move move : taken.moves()) {
            check(
                    !compromised || !BACK.contains(move.to()),
                    "S10",
                    step,
                    () -> "on the way to a compromised prior: " + move);
            moved(taken.next(), move, step);
        }
        intents(taken, step);
        for (OpenIntent intent : taken.opened()) {
            opened(before, taken.next(), intent, step);
        }
        sends(before, taken, step);
        if (!taken.nothingToWrite()) {
            rows(taken, step);
        }
        for (CredentialChange change : taken.changes()) {
            measured(before, taken.next(), change, step);
        }
    }

    /** An outage is measured to its end: from there on all that was promised holds again. */
    private void measured(Rollout before, Rollout next, CredentialChange change, long step) {
        boolean was = Objects.requireNonNull(before.changes().get(change.credential()))
                .outOfStep();
        if (was && !change.outOfStep()) {
            outside(next, change.credential(), step);
        }
    }

    private void moved(Rollout next, Step.Move move, long step) {
        if (move.machine() != Step.Machine.CUTOVER) {
            return;
        }
        TargetId target = TargetId.parse(move.subject());
        switch (move.to()) {
            case "EXCLUDED" -> {
                if (move.from().equals("NEEDS_HUMAN")) {
                    letGo.add(target);
                }
            }
            case "RESTORING" -> {
                turned.add(target.credential());
                versionAtTurn.put(target, unfenced(next, target));
            }
            case "REPOINTED" ->
                check(
                        world.delivery(target).version().value() > versionAtTurn.getOrDefault(target, -1L),
                        "S9",
                        step,
                        () -> "back without a write: " + target);
            case "ADOPTED" ->
                check(
                        pods.served.contains(target) || pods.lied.contains(target),
                        "S17",
                        step,
                        () -> "adopted, and nobody was ever served on the candidate: " + target);
            default -> {}
        }
    }

    /**
     * The version that has to be left behind: the pointer's own, unless a stranger wrote A since we last read it. Then whatever
     * of ours is on its way expects less than what stands there, and bounces already.
     */
    private long unfenced(Rollout next, TargetId target) {
        Cutover cutover = Objects.requireNonNull(next.cutovers().get(target));
        PretendDelivery delivery = world.delivery(target);
        Fingerprint prior =
                Objects.requireNonNull(next.changes().get(target.credential())).prior();
        long stands = delivery.version().value();
        return delivery.pointer().equals(prior)
                ? cutover.pointer().map(read -> Math.min(read.value(), stands)).orElse(stands)
                : stands;
    }

    private void intents(Step.Taken taken, long step) {
        String digest = taken.next().header().plan().digest();
        int written = 0;
        for (LedgerDraft entry : taken.entries()) {
            if (entry.action() == LedgerAction.INTENT) {
                written++;
                check(
                        entry.planDigest().equals(Optional.of(digest)),
                        "S13",
                        step,
                        () -> "an intent under another digest: " + entry);
            }
        }
        check(written == taken.opened().size(), "S6", step, () -> "an intent is not in the ledger");
        for (OpenIntent intent : taken.opened()) {
            check(recorded.add(intent.id()), "S7", step, () -> "an id used twice: " + intent);
            open.add(intent.id());
        }
        for (Step.Closed closed : taken.closed()) {
            check(open.remove(closed.intent().id()), "S7", step, () -> "closed twice: " + closed);
        }
        int held = 0;
        if (taken.opened().isEmpty() && taken.closed().isEmpty()) {
            return;
        }
        for (CredentialChange change : taken.next().changes().values()) {
            held += change.intent().isPresent() ? 1 : 0;
            check(
                    change.intent().isEmpty()
                            || open.contains(change.intent().get().id()),
                    "S7",
                    step,
                    () -> "a row holds a closed intent: " + change);
        }
        for (Cutover cutover : taken.next().cutovers().values()) {
            held += cutover.intent().isPresent() ? 1 : 0;
            check(
                    cutover.intent().isEmpty()
                            || open.contains(cutover.intent().get().id()),
                    "S7",
                    step,
                    () -> "a row holds a closed intent: " + cutover);
        }
        int inRows = held;
        check(inRows == open.size(), "S7", step, () -> open.size() + " are open, rows hold " + inRows);
    }

    private void opened(Rollout before, Rollout next, OpenIntent intent, long step) {
        CredentialChange change = Objects.requireNonNull(before.changes().get(intent.credential()));
        if (ChangePhase.pastReturn(change.phase())) {
            return;
        }
        check(
                intent.operation().restoring()
                        || Promises.finishesSwap(next, intent)
                        || before.phase() instanceof RolloutPhase.Running
                        || next.phase() instanceof RolloutPhase.Running,
                "S12",
                step,
                () -> "forward while " + before.phase() + ": " + intent);
        switch (intent.operation()) {
            case STAGE -> earlierRingsPassed(next, intent, intent.target().orElseThrow(), step);
            case PROMOTE -> {
                // Whoever swapped finishes, whatever became of an earlier ring meanwhile.
                if (!Promises.finishesSwap(next, intent)) {
                    earlierRingsPassed(next, intent, intent.target().orElseThrow(), step);
                }
            }
            case ADMIT -> prepared(next, intent, step);
            case DISABLE, DESTROY -> {
                check(adopted(next, intent.credential()), "S4", step, () -> "not all adopted before " + intent);
                check(over(next), "S4", step, () -> "not every ring passed before " + intent);
                check(
                        intent.operation() != Operation.DESTROY || !restoreStands(next, intent.credential()),
                        "S5",
                        step,
                        () -> "a restore was ordered before " + intent);
            }
            case WITHDRAW -> withdrawn(next, intent, step);
            case ENABLE, REPOINT, DISCARD -> {}
        }
    }

    private void earlierRingsPassed(Rollout next, OpenIntent intent, TargetId target, long step) {
        int ring = Objects.requireNonNull(next.cutovers().get(target)).ring();
        check(
                passed(next.header().rings().subList(0, ring)),
                "S11",
                step,
                () -> "an earlier ring has not passed before " + intent);
    }

    /** Before its one value is swapped, B lies whole at every target, and somebody watches (guarantees §3). */
    private void prepared(Rollout next, OpenIntent intent, long step) {
        if (!Promises.swaps(next, intent.credential())) {
            return;
        }
        Fingerprint candidate = intent.generation().orElseThrow();
        TargetId first = next.targetsOf(intent.credential()).getFirst().target();
        earlierRingsPassed(next, intent, first, step);
        check(next.live().healthy(), "S17", step, () -> "swapped while a source is blind: " + intent);
        for (Cutover cutover : next.targetsOf(intent.credential())) {
            check(
                    cutover.phase() instanceof CutoverPhase.Staged
                            && world.delivery(cutover.target()).complete(candidate),
                    "S1",
                    step,
                    () -> "swapped, and unprepared is " + cutover.target());
        }
    }

    private boolean restoreStands(Rollout next, String credential) {
        return turned.contains(credential)
                || next.targetsOf(credential).stream().anyMatch(Cutover::turnBack);
    }

    private void withdrawn(Rollout next, OpenIntent intent, long step) {
        Fingerprint candidate = intent.generation().orElseThrow();
        for (Cutover cutover : next.targetsOf(intent.credential())) {
            check(
                    !world.delivery(cutover.target()).pointer().equals(candidate),
                    "S4",
                    step,
                    () -> "B is revoked while a pointer shows it: " + cutover.target());
        }
        for (Pods.Pod pod : pods.of(intent.credential())) {
            check(
                    !promised(pod.target) || !pod.use.equals(candidate),
                    "S4",
                    step,
                    () -> "B is revoked while a pod uses it: " + pod.target);
        }
    }

    private boolean promised(TargetId target) {
        return !letGo.contains(target) && !pods.lied.contains(target);
    }

    private void sends(Rollout before, Step.Taken taken, long step) {
        boolean mayGo =
                before.phase() instanceof RolloutPhase.Running || taken.next().phase() instanceof RolloutPhase.Running;
        for (Action action : taken.actions()) {
            if (action instanceof Action.Send send) {
                check(open.contains(send.intent().id()), "S6", step, () -> "sent, and not open: " + send);
                check(
                        mayGo
                                || !send.intent().operation().forward()
                                || Promises.finishesSwap(taken.next(), send.intent()),
                        "S12",
                        step,
                        () -> "sent while " + before.phase() + ": " + send);
            }
        }
    }

    private static boolean passed(List<RingState> rings) {
        return rings.stream().allMatch(ring -> ring.phase() instanceof RingPhase.Passed);
    }

    /** Every ring passed; or, where nothing leads back, closed for good. */
    private static boolean over(Rollout next) {
        boolean closedCounts = next.header().plan().compromised();
        return next.header().rings().stream()
                .allMatch(ring -> ring.phase() instanceof RingPhase.Passed
                        || closedCounts && ring.phase() instanceof RingPhase.Closed);
    }

    private static boolean adopted(Rollout next, String credential) {
        return next.targetsOf(credential).stream().allMatch(cutover -> cutover.phase() instanceof CutoverPhase.Adopted);
    }

    /**
     * Where a row that was written says what the pointer shows, it shows that; and past the point of no return nobody turns
     * back.
     */
    private void rows(Step.Taken taken, long step) {
        Rollout next = taken.next();
        for (CredentialChange change : next.changes().values()) {
            check(
                    !ChangePhase.pastReturn(change.phase()) || adopted(next, change.credential()),
                    "S5",
                    step,
                    () -> "past the point of no return somebody turns back: " + change.credential());
        }
        for (CredentialChange change : taken.changes()) {
            accepted(change, step);
        }
        for (Cutover cutover : taken.cutovers()) {
            row(next, cutover, step);
        }
        for (CredentialChange change : taken.changes()) {
            for (Cutover cutover : next.targetsOf(change.credential())) {
                row(next, cutover, step);
            }
        }
    }

    private void row(Rollout rollout, Cutover cutover, long step) {
        CredentialChange change =
                Objects.requireNonNull(rollout.changes().get(cutover.target().credential()));
        Fingerprint shown = world.delivery(cutover.target()).pointer();
        boolean right = Promises.agrees(cutover, change, shown);
        check(right, "S1", step, () -> "the pointer shows " + shown + " at " + cutover);
    }

    /** S1, S2, S3: what is true outside, now. */
    void outside(Rollout rollout, long step) {
        for (String credential : rollout.changes().keySet()) {
            outside(rollout, credential, step);
        }
    }

    /**
     * The same of one credential. Only an effect on it can break this, or a step that forgets its candidate: a pod that reloads
     * takes what its pointer shows, which was looked at when it last moved. Where one value is held at a time, S1 and S2 are
     * excused exactly while the outage of a swap is being measured.
     */
    void outside(Rollout rollout, String credential, long step) {
        PretendVerifier verifier = world.verifier(credential);
        CredentialChange change = Objects.requireNonNull(rollout.changes().get(credential));
        accepted(change, step);
        if (change.outOfStep()) {
            return;
        }
        for (PretendDelivery delivery : world.deliveriesOf(credential)) {
            check(
                    verifier.accepts(delivery.pointer()),
                    "S1",
                    step,
                    () -> credential + " shows " + delivery.pointer() + ", which is not accepted");
        }
        boolean swaps = Promises.swaps(rollout, credential);
        for (Pods.Pod pod : pods.of(credential)) {
            check(
                    verifier.accepts(pod.use) || !promised(pod.target) || swaps && follows(rollout, pod.target),
                    "S2",
                    step,
                    () -> "a pod of " + pod.target + " uses " + pod.use + ", which is not accepted");
        }
    }

    /** S2 is not promised of one value at a time: whoever was pointed elsewhere calls in vain until it has followed. */
    private static boolean follows(Rollout rollout, TargetId target) {
        return Promises.pointedElsewhere(
                Objects.requireNonNull(rollout.cutovers().get(target)).phase());
    }

    private void accepted(CredentialChange change, long step) {
        PretendVerifier verifier = world.verifier(change.credential());
        check(
                verifier.accepts(change.prior())
                        || change.candidate().filter(verifier::accepts).isPresent(),
                "S3",
                step,
                () -> "neither A nor B is accepted for " + change.credential());
    }

    /** What must be so at the end (L1 to L3). */
    void finished(Rollout rollout, long step) {
        outside(rollout, step);
        check(open.isEmpty(), "L4", step, () -> "over, with open intents " + open);
        for (CredentialChange change : rollout.changes().values()) {
            PretendVerifier verifier = world.verifier(change.credential());
            check(!change.outOfStep(), "L1", step, () -> "over, in the middle of a swap: " + change.credential());
            boolean done = change.phase() instanceof ChangePhase.Done;
            boolean back = change.phase() instanceof ChangePhase.Withdrawn;
            check(!done || !verifier.knows(change.prior()), "L3", step, () -> "done, and A is known: " + change);
            check(
                    !back || change.candidate().filter(verifier::accepts).isEmpty(),
                    "L3",
                    step,
                    () -> "withdrawn, and B is accepted: " + change);
            check(verifier.accepts(change.prior()) || done, "L2", step, () -> "over, and A is not accepted: " + change);
        }
        if (rollout.phase() instanceof RolloutPhase.Restored) {
            for (Cutover cutover : rollout.cutovers().values()) {
                CredentialChange change = Objects.requireNonNull(
                        rollout.changes().get(cutover.target().credential()));
                check(
                        world.delivery(cutover.target()).pointer().equals(change.prior()),
                        "L2",
                        step,
                        () -> "restored, and the pointer shows something else: " + cutover);
            }
        }
    }

    void check(boolean holds, String invariant, long step, Supplier<String> otherwise) {
        if (!holds) {
            throw new Broken(invariant, seed, step, otherwise.get());
        }
    }
}
