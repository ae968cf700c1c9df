package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The safety invariants of guarantees §4 that one rollout can break, asked after every step and every effect. */
final class Promises {
    private final PretendWorld world;
    private final Consumers consumers;
    /** Credentials and targets a stranger meddled with: what they show is not ours to promise. */
    final Set<String> meddled = new HashSet<>();

    private final Set<String> recorded = new HashSet<>();
    private final Set<String> open = new HashSet<>();
    /** Excluded by a human although its consumer was not seen back: the human's word, not ours. */
    private final Set<TargetId> letGo = new HashSet<>();

    Promises(PretendWorld world, Consumers consumers) {
        this.world = world;
        this.consumers = consumers;
    }

    void afterStep(Rollout before, Step.Taken step) {
        step.moves().stream()
                .filter(move -> move.from().equals("NEEDS_HUMAN") && move.to().equals("EXCLUDED"))
                .forEach(move -> letGo.add(TargetId.parse(move.subject())));
        step.moves().forEach(move -> onEvidence(step.next(), move));
        if (step.next().header().plan().compromised()) {
            step.moves()
                    .forEach(move ->
                            check(!ModeRules.leadsBack(move.to()), () -> "S10: compromised, and a way back: " + move));
        }
        intents(step);
        for (OpenIntent intent : step.opened()) {
            opened(before, step.next(), intent);
        }
        forwardSends(before, step);
        pastReturn(step.next());
        finished(step.next());
        step.next().cutovers().values().forEach(cutover -> pointer(step.next(), cutover));
        outside(step.next());
    }

    private void intents(Step.Taken step) {
        for (OpenIntent intent : step.opened()) {
            check(recorded.add(intent.id()), () -> "an id is used once: " + intent);
            open.add(intent.id());
        }
        for (Step.Closed closed : step.closed()) {
            check(open.remove(closed.intent().id()), () -> "an intent is closed once: " + closed);
        }
        Set<String> inRows = Stream.concat(
                        step.next().changes().values().stream().flatMap(change -> change.intent().stream()),
                        step.next().cutovers().values().stream().flatMap(cutover -> cutover.intent().stream()))
                .map(OpenIntent::id)
                .collect(Collectors.toSet());
        check(
                open.equals(inRows),
                () -> "S7: at most one open intent per subject: " + open + " but rows hold " + inRows);
        for (Action action : step.actions()) {
            if (action instanceof Action.Send send) {
                check(open.contains(send.intent().id()), () -> "S6: sent without being recorded and open: " + send);
            }
        }
        List<LedgerDraft> written = step.entries().stream()
                .filter(entry -> entry.action() == LedgerAction.INTENT)
                .toList();
        check(written.size() == step.opened().size(), () -> "S6: every intent is in the ledger");
        Optional<String> digest = Optional.of(step.next().header().plan().digest());
        check(
                written.stream().allMatch(entry -> entry.planDigest().equals(digest)),
                () -> "S13: every intent stands under the approved digest");
    }

    private void opened(Rollout before, Rollout next, OpenIntent intent) {
        var change = Objects.requireNonNull(before.changes().get(intent.credential()));
        if (ChangePhase.pastReturn(change.phase())) {
            // Its destruction was promised before; a human's word tries it again.
            return;
        }
        if (!intent.operation().restoring() && !finishesSwap(next, intent)) {
            check(
                    before.phase() instanceof RolloutPhase.Running || next.phase() instanceof RolloutPhase.Running,
                    () -> "S12: nothing forward while " + before.phase() + ": " + intent);
        }
        switch (intent.operation()) {
            case STAGE -> ringsBeforePassed(next, intent);
            case PROMOTE -> {
                if (!finishesSwap(next, intent)) {
                    ringsBeforePassed(next, intent);
                    provenAndWatched(next, intent);
                }
            }
            case DISABLE -> everyoneAdopted(next, intent);
            case DESTROY -> {
                everyoneAdopted(next, intent);
                provenRefused(next, intent);
            }
            case WITHDRAW -> nobodyOnCandidate(next, intent);
            case ADMIT -> {
                if (swaps(next, intent.credential())) {
                    stagedEverywhere(next, intent);
                }
            }
            case ENABLE, REPOINT, DISCARD -> {}
        }
    }

    /** Whoever swapped the one value must have the pointers follow, whatever was said meanwhile. */
    static boolean finishesSwap(Rollout next, OpenIntent intent) {
        CredentialChange change = Objects.requireNonNull(next.changes().get(intent.credential()));
        return intent.operation() == Operation.PROMOTE
                && swaps(next, intent.credential())
                && change.outOfStep()
                && !(next.phase() instanceof RolloutPhase.Halting);
    }

    static boolean swaps(Rollout next, String credential) {
        return !next.header().plan().credential(credential).verifier().overlap();
    }

    /** Before the one swap everybody is prepared, and somebody watches. */
    private static void stagedEverywhere(Rollout next, OpenIntent intent) {
        int ring = next.targetsOf(intent.credential()).getFirst().ring();
        check(
                passed(next.header().rings().subList(0, ring)),
                () -> "S11: an earlier ring has not passed before " + intent);
        check(
                next.live().healthy()
                        && next.targetsOf(intent.credential()).stream()
                                .allMatch(cutover -> cutover.phase() instanceof CutoverPhase.Staged),
                () -> "swapped unprepared: " + intent);
    }

    private static void ringsBeforePassed(Rollout next, OpenIntent intent) {
        int ring = cutover(next, intent).ring();
        check(
                passed(next.header().rings().subList(0, ring)),
                () -> "S11: an earlier ring has not passed before " + intent);
    }

    private static void provenAndWatched(Rollout next, OpenIntent intent) {
        var proven =
                Objects.requireNonNull(next.changes().get(intent.credential())).proven();
        check(proven.containsAll(parties(next, intent)), () -> "S1: moved before B was proven: " + intent);
        check(next.live().healthy(), () -> "S17: moved while a source is blind: " + intent);
    }

    /** Where A can be disabled first, it is; and every declared party refuses it before it is destroyed. */
    private static void provenRefused(Rollout next, OpenIntent intent) {
        var refusedAt =
                Objects.requireNonNull(next.changes().get(intent.credential())).priorRefused();
        boolean disabled =
                next.header().plan().credential(intent.credential()).verifier().disable() != Disable.NONE
                        || swaps(next, intent.credential());
        check(
                !disabled || refusedAt.containsAll(parties(next, intent)),
                () -> "S4: destroyed before it was proven refused: " + intent);
        check(next.live().healthy(), () -> "S17: destroyed while a source is blind: " + intent);
        boolean onTrial = next.header().plan().ringPlan().brownOut().isPresent();
        check(
                !disabled
                        || !onTrial
                        || Objects.requireNonNull(next.changes().get(intent.credential()))
                                .brownedOut()
                                .isPresent(),
                () -> "destroyed before a brown-out went by undisturbed: " + intent);
    }

    private static List<String> parties(Rollout next, OpenIntent intent) {
        return next.header().plan().credential(intent.credential()).credential().relyingParties().stream()
                .map(RelyingParty::name)
                .toList();
    }

    /** S17: silence is no evidence. S14: a ring opens with its approvals only. */
    private void onEvidence(Rollout next, Step.Move move) {
        if (move.machine() == Step.Machine.CUTOVER && move.to().equals("ADOPTED")) {
            check(seen(move).okOnCandidate().isPresent(), () -> "S17: adopted without a good call on B: " + move);
        } else if (move.machine() == Step.Machine.CUTOVER && move.to().equals("RESTORED")) {
            check(seen(move).okOnPrior().isPresent(), () -> "S17: restored without a good call on A: " + move);
        } else if (move.machine() == Step.Machine.RING && move.to().equals("OPEN")) {
            int needed = next.header().plan().rings().stream()
                    .filter(ring -> ring.ring().name().equals(move.subject()))
                    .mapToInt(ring -> ring.ring().approvals())
                    .sum();
            check(next.header().approvals().size() >= needed, () -> "S14: opened without its approvals: " + move);
        }
    }

    private Sighting seen(Step.Move move) {
        return consumers.sightings.getOrDefault(TargetId.parse(move.subject()), Sighting.NONE);
    }

    private static Cutover cutover(Rollout next, OpenIntent intent) {
        return Objects.requireNonNull(next.cutovers().get(intent.target().orElseThrow()));
    }

    private static boolean passed(List<RingState> rings) {
        return rings.stream()
                .allMatch(ring -> ring.phase() instanceof RingPhase.Passed || ring.phase() instanceof RingPhase.Closed);
    }

    private static void everyoneAdopted(Rollout next, OpenIntent intent) {
        check(adopted(next, intent.credential()), () -> "S4: not every target is adopted before " + intent);
        check(
                next.header().plan().credential(intent.credential()).uncovered().isEmpty(),
                () -> "S21: a holder in no ring still calls with A: " + intent);
        check(passed(next.header().rings()), () -> "S4: not every ring has passed before " + intent);
    }

    private static boolean adopted(Rollout next, String credential) {
        return next.targetsOf(credential).stream().allMatch(cutover -> cutover.phase() instanceof CutoverPhase.Adopted);
    }

    private void nobodyOnCandidate(Rollout next, OpenIntent intent) {
        Fingerprint candidate = intent.generation().orElseThrow();
        for (Cutover cutover : next.targetsOf(intent.credential())) {
            TargetId target = cutover.target();
            check(
                    !world.delivery(target).pointer().equals(candidate),
                    () -> "B is revoked while a pointer shows it: " + target);
            boolean follows = !letGo.contains(target) && !consumers.strays.contains(target);
            check(
                    !follows || !candidate.equals(consumers.use.get(target)),
                    () -> "B is revoked before its consumer is back: " + target);
        }
    }

    private static void forwardSends(Rollout before, Step.Taken step) {
        boolean mayGo =
                before.phase() instanceof RolloutPhase.Running || step.next().phase() instanceof RolloutPhase.Running;
        for (Action action : step.actions()) {
            check(
                    mayGo
                            || !(action instanceof Action.Send send)
                            || !send.intent().operation().forward()
                            || finishesSwap(step.next(), send.intent()),
                    () -> "S12: sent while " + before.phase() + ": " + action);
        }
    }

    private static void pastReturn(Rollout next) {
        for (CredentialChange change : next.changes().values()) {
            check(
                    !ChangePhase.pastReturn(change.phase()) || adopted(next, change.credential()),
                    () -> "S5: past the point of no return somebody turns back: " + change.credential());
        }
    }

    /** Whether the pointer shows what its row says it shows, where it says so. */
    static boolean agrees(Cutover cutover, CredentialChange change, Fingerprint shown) {
        return switch (cutover.phase()) {
            case CutoverPhase.Waiting ignored -> shown.equals(change.prior());
            case CutoverPhase.Staged ignored -> shown.equals(change.prior());
            case CutoverPhase.Promoted ignored -> Optional.of(shown).equals(change.candidate());
            case CutoverPhase.Adopted ignored -> Optional.of(shown).equals(change.candidate());
            case CutoverPhase.Repointed ignored -> shown.equals(change.prior());
            case CutoverPhase.Restored ignored -> shown.equals(change.prior());
            case CutoverPhase.Excluded ignored -> shown.equals(change.prior());
            case CutoverPhase.NeedsHuman stuck -> !stuck.pointerIsPrior() || shown.equals(change.prior());
            case CutoverPhase.Promoting ignored -> true;
            case CutoverPhase.Restoring ignored -> true;
            case CutoverPhase.Held ignored -> true;
        };
    }

    /** Where a row says what the pointer shows, it shows that. */
    private void pointer(Rollout next, Cutover cutover) {
        if (meddled.contains(cutover.target().toString())) {
            return;
        }
        CredentialChange change =
                Objects.requireNonNull(next.changes().get(cutover.target().credential()));
        Fingerprint shown = world.delivery(cutover.target()).pointer();
        boolean right = agrees(cutover, change, shown);
        check(right, () -> "the pointer shows " + shown + " at " + cutover);
    }

    /** S1, S2, S3: what is true outside, at every instant. */
    void outside(Rollout rollout) {
        for (CredentialChange change : rollout.changes().values()) {
            PretendVerifier verifier = world.verifier(change.credential());
            check(
                    meddled.contains(change.credential())
                            || verifier.accepts(change.prior())
                            || change.candidate().filter(verifier::accepts).isPresent(),
                    () -> "S3: neither A nor B is accepted for " + change.credential());
        }
        world.deliveries.forEach((target, delivery) -> outside(rollout, target, delivery));
    }

    /** Where one value is held: while it is being swapped, and S2 until who was pointed elsewhere was seen to have followed. */
    private void outside(Rollout rollout, TargetId target, PretendDelivery delivery) {
        CredentialChange change = Objects.requireNonNull(rollout.changes().get(target.credential()));
        if (change.outOfStep()) {
            return;
        }
        CutoverPhase phase =
                Objects.requireNonNull(rollout.cutovers().get(target)).phase();
        boolean told = swaps(rollout, target.credential()) && pointedElsewhere(phase);
        if (meddled.contains(target.toString()) || meddled.contains(target.credential())) {
            return;
        }
        PretendVerifier verifier = world.verifier(target.credential());
        check(
                verifier.accepts(delivery.pointer()),
                () -> "S1: the pointer of " + target + " shows " + delivery.pointer() + ", which is not accepted");
        boolean follows = !consumers.strays.contains(target) && !letGo.contains(target);
        Fingerprint used = consumers.use.getOrDefault(target, delivery.pointer());
        check(
                !follows || told || verifier.accepts(used),
                () -> "S2: the consumer of " + target + " uses " + used + ", which is not accepted");
    }

    /** Told to follow a swap, and not seen to have done so. */
    static boolean pointedElsewhere(CutoverPhase phase) {
        return !(phase instanceof CutoverPhase.Waiting)
                && !(phase instanceof CutoverPhase.Staged)
                && !(phase instanceof CutoverPhase.Adopted)
                && !(phase instanceof CutoverPhase.Restored);
    }

    private void finished(Rollout next) {
        if (!RolloutPhase.over(next.phase())) {
            return;
        }
        check(open.isEmpty(), () -> "over, with open intents " + open);
        for (CredentialChange change : next.changes().values()) {
            PretendVerifier verifier = world.verifier(change.credential());
            check(!change.outOfStep(), () -> "over, in the middle of a swap: " + change.credential());
            check(
                    !(next.phase() instanceof RolloutPhase.Restored)
                            || change.candidate().filter(verifier::accepts).isEmpty(),
                    () -> "restored, but the candidate is accepted: " + change.credential());
            check(
                    !(next.phase() instanceof RolloutPhase.Completed) || !verifier.knows(change.prior()),
                    () -> "completed, but the prior is still known: " + change.credential());
        }
        check(
                !(next.phase() instanceof RolloutPhase.Restored)
                        || world.deliveries.keySet().stream().allMatch(this::onPrior),
                () -> "restored, but a pointer shows something else");
    }

    private boolean onPrior(TargetId target) {
        return meddled.contains(target.toString())
                || world.delivery(target).pointer().value().endsWith("-a");
    }

    static void check(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }
}
