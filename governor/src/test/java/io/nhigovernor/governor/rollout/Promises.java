package io.nhigovernor.governor.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        intents(step);
        for (OpenIntent intent : step.opened()) {
            opened(before, step.next(), intent);
        }
        forwardSends(before, step);
        pastReturn(step.next());
        finished(step.next());
        outside(step.next());
    }

    private void intents(Step.Taken step) {
        for (OpenIntent intent : step.opened()) {
            assertThat(recorded.add(intent.id())).as("a new id for " + intent).isTrue();
            open.add(intent.id());
        }
        step.closed()
                .forEach(closed -> assertThat(open.remove(closed.intent().id()))
                        .as("closed once: " + closed)
                        .isTrue());
        Set<String> inRows = new HashSet<>();
        step.next().changes().values().stream()
                .flatMap(change -> change.intent().stream())
                .forEach(intent -> inRows.add(intent.id()));
        step.next().cutovers().values().stream()
                .flatMap(cutover -> cutover.intent().stream())
                .forEach(intent -> inRows.add(intent.id()));
        assertThat(open).as("S7: at most one open intent per subject").isEqualTo(inRows);
        for (Action action : step.actions()) {
            if (action instanceof Action.Send send) {
                assertThat(recorded)
                        .as("S6: recorded before it is sent")
                        .contains(send.intent().id());
                assertThat(open)
                        .as("only open intents are sent")
                        .contains(send.intent().id());
            }
        }
        List<LedgerDraft> written = step.entries().stream()
                .filter(entry -> entry.action() == LedgerAction.INTENT)
                .toList();
        assertThat(written).as("S6: every intent is in the ledger").hasSameSizeAs(step.opened());
        assertThat(written)
                .as("S13: under the approved digest")
                .allMatch(entry -> entry.planDigest()
                        .equals(Optional.of(step.next().header().plan().digest())));
    }

    private void opened(Rollout before, Rollout next, OpenIntent intent) {
        var change = java.util.Objects.requireNonNull(before.changes().get(intent.credential()));
        if (ChangePhase.pastReturn(change.phase())) {
            // Its destruction was promised before; a human's word tries it again.
            return;
        }
        if (!intent.operation().restoring()) {
            assertThat(before.phase() instanceof RolloutPhase.Running || next.phase() instanceof RolloutPhase.Running)
                    .as("S12: nothing forward while %s: %s", before.phase(), intent)
                    .isTrue();
        }
        switch (intent.operation()) {
            case STAGE, PROMOTE -> ringsBeforePassed(next, intent);
            case DISABLE, DESTROY -> everyoneAdopted(next, intent);
            case WITHDRAW -> nobodyOnCandidate(next, intent);
            case ADMIT, ENABLE, REPOINT, DISCARD -> {}
        }
    }

    private static void ringsBeforePassed(Rollout next, OpenIntent intent) {
        int ring = next.cutovers().get(intent.target().orElseThrow()).ring();
        assertThat(next.header().rings().subList(0, ring))
                .as("S11: earlier rings passed before " + intent)
                .allMatch(earlier -> earlier.phase() instanceof RingPhase.Passed);
    }

    private static void everyoneAdopted(Rollout next, OpenIntent intent) {
        assertThat(next.targetsOf(intent.credential()))
                .as("S4: every target adopted before " + intent)
                .allMatch(cutover -> cutover.phase() instanceof CutoverPhase.Adopted);
        assertThat(next.header().rings())
                .as("S4: every ring passed before " + intent)
                .allMatch(ring -> ring.phase() instanceof RingPhase.Passed);
    }

    private void nobodyOnCandidate(Rollout next, OpenIntent intent) {
        Fingerprint candidate = intent.generation().orElseThrow();
        for (Cutover cutover : next.targetsOf(intent.credential())) {
            TargetId target = cutover.target();
            assertThat(world.delivery(target).pointer())
                    .as("no pointer shows B when it is revoked: " + target)
                    .isNotEqualTo(candidate);
            if (!letGo.contains(target) && !consumers.strays.contains(target)) {
                assertThat(consumers.use.get(target))
                        .as("every consumer is back before B is revoked: " + target)
                        .isNotEqualTo(candidate);
            }
        }
    }

    private static void forwardSends(Rollout before, Step.Taken step) {
        if (before.phase() instanceof RolloutPhase.Running || before.phase() instanceof RolloutPhase.Approved) {
            return;
        }
        assertThat(step.actions())
                .as("S12: nothing forward leaves while %s", before.phase())
                .noneMatch(action -> action instanceof Action.Send send
                        && !send.intent().operation().restoring()
                        && send.intent().operation() != Operation.DESTROY
                        && !(step.next().phase() instanceof RolloutPhase.Running));
    }

    private static void pastReturn(Rollout next) {
        for (CredentialChange change : next.changes().values()) {
            if (ChangePhase.pastReturn(change.phase())) {
                assertThat(next.targetsOf(change.credential()))
                        .as("S5: past the point of no return nobody turns back")
                        .allMatch(cutover -> cutover.phase() instanceof CutoverPhase.Adopted);
            }
        }
    }

    /** S1, S2, S3: what is true outside, at every instant. */
    void outside(Rollout rollout) {
        for (CredentialChange change : rollout.changes().values()) {
            if (meddled.contains(change.credential())) {
                continue;
            }
            PretendVerifier verifier = world.verifier(change.credential());
            boolean some = verifier.accepts(change.prior())
                    || change.candidate().filter(verifier::accepts).isPresent();
            assertThat(some)
                    .as("S3: A or B is accepted for " + change.credential())
                    .isTrue();
        }
        world.deliveries.forEach((target, delivery) -> {
            if (!meddled.contains(target.toString()) && !meddled.contains(target.credential())) {
                PretendVerifier verifier = world.verifier(target.credential());
                assertThat(verifier.accepts(delivery.pointer()))
                        .as("S1: the pointer of %s shows %s, which is accepted", target, delivery.pointer())
                        .isTrue();
                boolean follows = !consumers.strays.contains(target) && !letGo.contains(target);
                Fingerprint used = consumers.use.getOrDefault(target, delivery.pointer());
                assertThat(!follows || verifier.accepts(used))
                        .as("S2: the consumer of %s uses %s, which is accepted", target, used)
                        .isTrue();
            }
        });
    }

    private void finished(Rollout next) {
        if (!RolloutPhase.over(next.phase())) {
            return;
        }
        assertThat(Stream.concat(
                        next.changes().values().stream().flatMap(change -> change.intent().stream()),
                        next.cutovers().values().stream().flatMap(cutover -> cutover.intent().stream())))
                .as("nothing is open when it is over")
                .isEmpty();
        if (next.phase() instanceof RolloutPhase.Restored) {
            next.changes()
                    .values()
                    .forEach(change -> assertThat(
                                    change.candidate().filter(world.verifier(change.credential())::accepts))
                            .as("restored: no candidate is accepted any more")
                            .isEmpty());
        }
    }
}
