package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.view.HoldView;
import io.nhigovernor.governor.engine.view.OutageView;
import io.nhigovernor.governor.engine.view.PriorEndView;
import io.nhigovernor.governor.engine.view.RestoreView;
import io.nhigovernor.governor.engine.view.RingView;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.engine.view.TargetView;
import io.nhigovernor.governor.engine.view.VerdictView;
import io.nhigovernor.governor.engine.view.WaiverView;
import io.nhigovernor.governor.judge.Progress;
import io.nhigovernor.governor.rollout.ChangePhase;
import io.nhigovernor.governor.rollout.CredentialChange;
import io.nhigovernor.governor.rollout.Cutover;
import io.nhigovernor.governor.rollout.CutoverPhase;
import io.nhigovernor.governor.rollout.Phases;
import io.nhigovernor.governor.rollout.RestoreFacts;
import io.nhigovernor.governor.rollout.RingState;
import io.nhigovernor.governor.rollout.RingVerdict;
import io.nhigovernor.governor.rollout.Rollout;
import io.nhigovernor.governor.rollout.RolloutPhase;
import io.nhigovernor.governor.signal.GenerationSeen;
import io.nhigovernor.governor.signal.Tally;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A rollout's state and what was seen of it, as values to show. */
final class Views {
    private Views() {}

    static RolloutView rollout(Rollout rollout, Optional<RolloutWatch> watch, Optional<WaiverView> waiver) {
        var header = rollout.header();
        List<RingView> rings = new ArrayList<>();
        for (int index = 0; index < header.rings().size(); index++) {
            rings.add(ring(rollout, index, watch));
        }
        return new RolloutView(
                header.id(),
                header.plan().ringPlan().id(),
                header.plan().digest(),
                header.plan().mode().toString(),
                Phases.name((Record) header.phase()),
                why(header.phase()),
                hold(header.phase()),
                waiver,
                header.requester(),
                header.reason(),
                header.approvals(),
                header.createdAt(),
                header.startedAt(),
                header.endedAt(),
                rings,
                rollout.changes().values().stream().map(Views::change).toList(),
                header.restore().map(facts -> restore(facts, rollout, watch)),
                needsHuman(rollout),
                header.plan());
    }

    private static Optional<String> why(RolloutPhase phase) {
        return switch (phase) {
            case RolloutPhase.Held held -> Optional.of(held.by() + ": " + held.why());
            case RolloutPhase.Halting halting -> Optional.of(halting.by() + ": " + halting.why());
            case RolloutPhase.Restored restored -> Optional.of(restored.why());
            case RolloutPhase.Partial partial -> Optional.of(partial.why());
            case RolloutPhase.Draft ignored -> Optional.empty();
            case RolloutPhase.Proposed ignored -> Optional.empty();
            case RolloutPhase.Approved ignored -> Optional.empty();
            case RolloutPhase.Running ignored -> Optional.empty();
            case RolloutPhase.Completed ignored -> Optional.empty();
        };
    }

    private static Optional<HoldView> hold(RolloutPhase phase) {
        return phase instanceof RolloutPhase.Held held
                ? Optional.of(new HoldView(held.owner(), held.expires(), held.expired()))
                : Optional.empty();
    }

    private static RingView ring(Rollout rollout, int index, Optional<RolloutWatch> watch) {
        RingState ring = rollout.header().rings().get(index);
        List<Cutover> members = rollout.cutovers().values().stream()
                .filter(cutover -> cutover.ring() == index)
                .toList();
        Optional<Progress> progress = watch.flatMap(seen -> seen.progress(index));
        return new RingView(
                ring.name(),
                Phases.name((Record) ring.phase()),
                members.size(),
                count(members, cutover -> onCandidate(cutover.phase())),
                progress.map(Progress::proven).orElse(0),
                count(members, cutover -> cutover.phase() instanceof CutoverPhase.Adopted),
                progress.map(counts -> counts.failing().size()).orElse(0),
                count(
                        members,
                        cutover -> cutover.phase() instanceof CutoverPhase.Restored
                                || cutover.phase() instanceof CutoverPhase.Repointed),
                count(members, cutover -> cutover.phase() instanceof CutoverPhase.Excluded),
                rollout.header().plan().rings().get(index).ring().approvals(),
                ring.verdict().map(Views::verdict));
    }

    private static boolean onCandidate(CutoverPhase phase) {
        return phase instanceof CutoverPhase.Promoted
                || phase instanceof CutoverPhase.Adopted
                || phase instanceof CutoverPhase.Held;
    }

    private static int count(List<Cutover> members, java.util.function.Predicate<Cutover> which) {
        return (int) members.stream().filter(which).count();
    }

    private static VerdictView verdict(RingVerdict verdict) {
        var numbers = verdict.numbers();
        return new VerdictView(
                verdict.at(),
                verdict.word().toString(),
                verdict.reasons().stream()
                        .map(reason -> new VerdictView.ReasonView(reason.code(), reason.text()))
                        .toList(),
                verdict.notes(),
                numbers.lnE(),
                numbers.lnS1(),
                numbers.lnS3(),
                numbers.lnS4(),
                numbers.delta());
    }

    private static RolloutView.ChangeView change(CredentialChange change) {
        return new RolloutView.ChangeView(
                change.credential(),
                Phases.name((Record) change.phase()),
                change.attempt(),
                Optional.of(change.prior().value()),
                change.candidate().map(Fingerprint::value),
                problem(change.phase()),
                change.outages().stream()
                        .map(outage -> new OutageView(outage.from(), outage.to(), outage.length()))
                        .toList());
    }

    private static Optional<String> problem(ChangePhase phase) {
        return switch (phase) {
            case ChangePhase.Refused refused -> Optional.of(refused.why());
            case ChangePhase.NeedsHuman stuck -> Optional.of(stuck.facts());
            case ChangePhase.Overlapped overlapped -> Optional.of(overlapped.why());
            case ChangePhase.Enabling enabling -> Optional.of(enabling.why());
            case ChangePhase.Planned ignored -> Optional.empty();
            case ChangePhase.Prechecked ignored -> Optional.empty();
            case ChangePhase.Admitting ignored -> Optional.empty();
            case ChangePhase.Admitted ignored -> Optional.empty();
            case ChangePhase.Swapped ignored -> Optional.empty();
            case ChangePhase.SwappedBack ignored -> Optional.empty();
            case ChangePhase.Proven ignored -> Optional.empty();
            case ChangePhase.Disabling ignored -> Optional.empty();
            case ChangePhase.Quarantined ignored -> Optional.empty();
            case ChangePhase.Retiring ignored -> Optional.empty();
            case ChangePhase.Done ignored -> Optional.empty();
            case ChangePhase.Withdrawing ignored -> Optional.empty();
            case ChangePhase.Withdrawn ignored -> Optional.empty();
        };
    }

    private static Optional<String> problem(CutoverPhase phase) {
        return switch (phase) {
            case CutoverPhase.NeedsHuman stuck -> Optional.of(stuck.facts());
            case CutoverPhase.Held held -> Optional.of(held.why());
            case CutoverPhase.Restoring restoring -> Optional.of(restoring.why());
            case CutoverPhase.Excluded excluded -> Optional.of(excluded.by() + ": " + excluded.why());
            case CutoverPhase.Waiting ignored -> Optional.empty();
            case CutoverPhase.Staged ignored -> Optional.empty();
            case CutoverPhase.Promoting ignored -> Optional.empty();
            case CutoverPhase.Promoted ignored -> Optional.empty();
            case CutoverPhase.Adopted ignored -> Optional.empty();
            case CutoverPhase.Repointed ignored -> Optional.empty();
            case CutoverPhase.Restored ignored -> Optional.empty();
        };
    }

    private static List<String> needsHuman(Rollout rollout) {
        String owned = "; owner " + rollout.header().requester();
        Stream<String> targets = rollout.cutovers().values().stream()
                .filter(cutover -> cutover.phase() instanceof CutoverPhase.NeedsHuman
                        || cutover.phase() instanceof CutoverPhase.Held)
                .map(cutover ->
                        cutover.target() + ": " + problem(cutover.phase()).orElse("") + owned);
        Stream<String> changes = rollout.changes().values().stream()
                .filter(change -> change.phase() instanceof ChangePhase.NeedsHuman
                        || change.phase() instanceof ChangePhase.Refused)
                .map(change ->
                        change.credential() + ": " + problem(change.phase()).orElse("") + owned);
        return Stream.concat(targets, changes).toList();
    }

    private static RestoreView restore(RestoreFacts facts, Rollout rollout, Optional<RolloutWatch> watch) {
        List<String> affected = new ArrayList<>();
        Optional<Instant> first = Optional.empty();
        Optional<Instant> good = Optional.empty();
        boolean allGood = watch.isPresent() && !facts.turnedBack().isEmpty();
        long failed = 0;
        for (TargetId target : facts.turnedBack()) {
            if (watch.isEmpty()) {
                break;
            }
            MemberWatch member = watch.get().member(target);
            Optional<Tally.Use> candidate = member.tally.of(GenerationSeen.CANDIDATE);
            long fails = candidate.map(Tally.Use::failed).orElse(0L);
            if (fails > 0) {
                affected.add(target.identity());
                failed += fails;
                first = earlier(first, candidate.flatMap(Tally.Use::firstFail));
            }
            allGood &= member.goodAgainAt().isPresent();
            good = later(good, member.goodAgainAt());
        }
        return new RestoreView(
                facts.why(),
                first,
                facts.ordered(),
                facts.pointersBack(),
                allGood ? good : Optional.empty(),
                facts.closed(),
                facts.turnedBack().stream().map(TargetId::identity).toList(),
                affected,
                failed,
                facts.priorEnds().stream()
                        .map(end -> new PriorEndView(end.credential(), end.at(), end.startBy()))
                        .toList());
    }

    private static Optional<Instant> earlier(Optional<Instant> known, Optional<Instant> other) {
        return Stream.of(known, other).flatMap(Optional::stream).min(Instant::compareTo);
    }

    private static Optional<Instant> later(Optional<Instant> known, Optional<Instant> other) {
        return Stream.of(known, other).flatMap(Optional::stream).max(Instant::compareTo);
    }

    static List<TargetView> targets(Rollout rollout, Optional<RolloutWatch> watch) {
        return rollout.cutovers().values().stream()
                .map(cutover -> target(rollout, cutover, watch.map(seen -> seen.member(cutover.target()))))
                .toList();
    }

    private static TargetView target(Rollout rollout, Cutover cutover, Optional<MemberWatch> member) {
        String credential = cutover.target().credential();
        CredentialChange change = rollout.changes().get(credential);
        Optional<Tally.Use> candidate = member.flatMap(seen -> seen.tally.of(GenerationSeen.CANDIDATE));
        return new TargetView(
                cutover.target().toString(),
                cutover.target().identity(),
                credential,
                rollout.header().rings().get(cutover.ring()).name(),
                Phases.name((Record) cutover.phase()),
                change == null ? "" : Phases.name((Record) change.phase()),
                member.flatMap(MemberWatch::movedAt),
                seen(member.flatMap(watched -> watched.tally.of(GenerationSeen.PRIOR))),
                seen(candidate),
                candidate.flatMap(Tally.Use::firstFail),
                member.flatMap(MemberWatch::goodAgainAt),
                problem(cutover.phase()));
    }

    private static TargetView.Seen seen(Optional<Tally.Use> use) {
        return use.map(counted -> new TargetView.Seen(
                        counted.ok(),
                        counted.failed(),
                        earlier(counted.firstOk(), counted.firstFail()),
                        Optional.of(counted.last()),
                        counted.lastOk()))
                .orElse(new TargetView.Seen(0, 0, Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
