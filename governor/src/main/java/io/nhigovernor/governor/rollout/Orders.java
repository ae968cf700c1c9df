package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ring.OverlapWaiver;
import io.nhigovernor.spi.CapabilityClass;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Words of people: what each does, and when it is refused. Halt and restore ask no policy. */
final class Orders {
    private static final Optional<Step.Refused> FOLLOWED = Optional.empty();

    private Orders() {}

    static Optional<Step.Refused> propose(Stepping step) {
        if (!(step.phase() instanceof RolloutPhase.Draft)) {
            return refused("E2017", "the plan was proposed before", "governor status " + step.id());
        }
        step.actor(step.requester());
        step.record(
                LedgerAction.ORDERED,
                step.id(),
                Map.of("order", "propose", "digest", step.plan().digest()));
        step.move(new RolloutPhase.Proposed(), "proposed by " + step.requester());
        if (step.plan().rings().getFirst().ring().approvals() == 0) {
            step.move(new RolloutPhase.Approved(), "ring 0 asks for no approval");
        }
        return FOLLOWED;
    }

    static Optional<Step.Refused> approve(Stepping step, Event.ApprovalGiven approval) {
        if (RolloutPhase.over(step.phase()) || step.halting()) {
            return refused("E2001", "the rollout is over or on its way back", "propose a new one");
        }
        if (step.phase() instanceof RolloutPhase.Draft) {
            return refused("E2004", "the plan was not proposed", "propose it first");
        }
        if (!approval.digest().equals(step.plan().digest())) {
            return refused(
                    "E2002",
                    "the approval names digest " + approval.digest() + ", the plan's is "
                            + step.plan().digest(),
                    "read the plan again and approve its digest");
        }
        if (approval.by().equals(step.requester())) {
            return refused("E2003", "who requests a rollout cannot approve it", "ask somebody else to approve");
        }
        if (step.plan().authors().contains(approval.by())) {
            return refused(
                    "E2030",
                    "who wrote the plan, or waived something in it, cannot approve it",
                    "ask somebody else to approve");
        }
        step.actor(approval.by());
        if (!step.approvals.contains(approval.by())) {
            step.approvals.add(approval.by());
            step.touchHeader();
            step.record(LedgerAction.ORDERED, step.id(), Map.of("order", "approve", "digest", approval.digest()));
        }
        if (step.phase() instanceof RolloutPhase.Proposed
                && step.approvals.size() >= step.ringPlan(0).approvals()) {
            step.move(new RolloutPhase.Approved(), "approved by " + String.join(", ", step.approvals));
        }
        return FOLLOWED;
    }

    static Optional<Step.Refused> start(Stepping step, Event.StartOrdered start) {
        return switch (step.phase()) {
            case RolloutPhase.Approved ignored -> {
                Optional<OverlapWaiver> ended = step.plan().ringPlan().waiver().filter(it -> it.expired(step.now));
                if (step.plan().weakest() == CapabilityClass.C4_SINGLE_VALUED && ended.isPresent()) {
                    yield refused(
                            "E2031",
                            "the waiver by " + ended.get().by() + " ended at "
                                    + ended.get().until(),
                            "give it a new until, then plan anew");
                }
                step.actor(start.by());
                step.record(LedgerAction.ORDERED, step.id(), Map.of("order", "start"));
                step.move(new RolloutPhase.Running(), "started by " + start.by());
                step.startedAt = Optional.of(step.now);
                yield FOLLOWED;
            }
            case RolloutPhase.Proposed ignored ->
                refused(
                        "E2004",
                        "ring 0 asks for " + step.ringPlan(0).approvals() + " approvals, " + step.approvals.size()
                                + " are there",
                        "governor approve " + step.id() + " --digest "
                                + step.plan().digest());
            case RolloutPhase.Draft ignored -> refused("E2004", "the plan was not proposed", "propose it first");
            case RolloutPhase.Running ignored -> already(step);
            case RolloutPhase.Held ignored -> already(step);
            case RolloutPhase.Halting ignored -> already(step);
            case RolloutPhase.Restored ignored -> already(step);
            case RolloutPhase.Completed ignored -> already(step);
            case RolloutPhase.Partial ignored -> already(step);
        };
    }

    private static Optional<Step.Refused> already(Stepping step) {
        return refused("E2005", "the rollout was started before", "governor status " + step.id());
    }

    static Optional<Step.Refused> hold(Stepping step, Event.HoldOrdered hold) {
        if (!(step.phase() instanceof RolloutPhase.Running) && !(step.phase() instanceof RolloutPhase.Held)) {
            return refused(
                    "E2006",
                    "only a running or held rollout can be held; it is " + Phases.name((Record) step.phase()),
                    "governor status " + step.id());
        }
        if (hold.expires().filter(at -> !step.now.isBefore(at)).isPresent()) {
            return refused("E2018", "the hold would expire before it began", "name an instant that is still to come");
        }
        step.actor(hold.by());
        String owner = hold.owner().orElse(hold.by());
        Instant expires = hold.expires().orElseGet(() -> step.now.plus(WaitRules.CALLED_AFTER));
        var held = new RolloutPhase.Held(hold.by(), hold.why(), owner, expires, false);
        step.record(
                LedgerAction.ORDERED,
                step.id(),
                Map.of("order", "hold", "why", hold.why(), "owner", owner, "expires", expires.toString()));
        if (step.phase() instanceof RolloutPhase.Running) {
            step.move(held, hold.why());
        } else {
            // Held before, perhaps by a restore: somebody takes it over, or needs longer.
            step.say(held);
        }
        return FOLLOWED;
    }

    static Optional<Step.Refused> resume(Stepping step, Event.ResumeOrdered resume) {
        boolean standsStill = step.cutovers().stream().anyMatch(cutover -> cutover.phase() instanceof CutoverPhase.Held)
                || step.changes().stream().anyMatch(change -> change.phase() instanceof ChangePhase.NeedsHuman)
                || ModeRules.stuck(step);
        if (!(step.phase() instanceof RolloutPhase.Held) && !(step.running() && standsStill)) {
            return refused("E2007", "nothing of the rollout stands still", "governor status " + step.id());
        }
        for (int index = 0; index < step.rings().size(); index++) {
            RingPhase phase = step.ring(index).phase();
            if (phase instanceof RingPhase.Restoring || phase instanceof RingPhase.Restored) {
                return refused(
                        "E2008",
                        "ring " + step.ring(index).name() + " was restored whole and stays so",
                        "governor halt " + step.id() + ", then plan anew");
            }
        }
        List<String> open = step.cutovers().stream()
                .filter(cutover -> turnedAlone(step, cutover)
                        || cutover.phase() instanceof CutoverPhase.Restoring
                        || cutover.phase() instanceof CutoverPhase.Repointed
                        || cutover.phase() instanceof CutoverPhase.Restored
                        || cutover.phase() instanceof CutoverPhase.NeedsHuman)
                .map(cutover -> cutover.target() + " " + Phases.name((Record) cutover.phase()))
                .toList();
        if (!open.isEmpty() && !ModeRules.compromised(step)) {
            return refused(
                    "E2009",
                    "not every restored target is excluded: " + String.join(", ", open),
                    "governor exclude " + step.id() + " IDENTITY --reason WHY");
        }
        step.actor(resume.by());
        step.record(LedgerAction.ORDERED, step.id(), Map.of("order", "resume"));
        if (step.phase() instanceof RolloutPhase.Held) {
            step.move(new RolloutPhase.Running(), "resumed by " + resume.by());
        }
        if (ModeRules.compromised(step)) {
            ModeRules.tryAgain(step);
        } else {
            Restores.tryAgainChanges(step, step.changes());
        }
        for (Cutover cutover : step.cutovers()) {
            if (cutover.phase() instanceof CutoverPhase.Held) {
                step.move(
                        cutover,
                        new CutoverPhase.Promoted(step.now, step.clocks.healthy()),
                        "resumed by " + resume.by() + ": adoptBy runs anew");
            }
        }
        return FOLLOWED;
    }

    private static boolean turnedAlone(Stepping step, Cutover cutover) {
        return cutover.turnBack()
                && !(cutover.phase() instanceof CutoverPhase.Excluded)
                && !Guards.pastReturn(step, cutover);
    }

    static Optional<Step.Refused> promote(Stepping step, Event.PromoteOrdered promote) {
        for (int index = 0; index < step.rings().size(); index++) {
            RingState ring = step.ring(index);
            if (ring.name().equals(promote.ring())) {
                if (!(ring.phase() instanceof RingPhase.Open) && !(ring.phase() instanceof RingPhase.Soaking)) {
                    return refused(
                            "E2010",
                            "ring " + ring.name() + " is " + Phases.name((Record) ring.phase()),
                            "promote the ring whose gate is open");
                }
                step.actor(promote.by());
                step.record(LedgerAction.ORDERED, ring.name(), Map.of("order", "promote"));
                step.put(index, ring.promoted());
                return FOLLOWED;
            }
        }
        return refused("E2011", "no ring " + promote.ring() + " in the plan", "governor status " + step.id());
    }

    static Optional<Step.Refused> halt(Stepping step, Event.HaltOrdered halt) {
        if (RolloutPhase.over(step.phase()) || RolloutPhase.before(step.phase())) {
            return refused(
                    "E2012",
                    "there is nothing to halt: the rollout is " + Phases.name((Record) step.phase()),
                    "governor status " + step.id());
        }
        step.actor(halt.by());
        step.record(LedgerAction.ORDERED, step.id(), Map.of("order", "halt", "why", halt.why()));
        if (ModeRules.compromised(step)) {
            ModeRules.halt(step, halt.by(), halt.why());
            return FOLLOWED;
        }
        if (!step.halting()) {
            Restores.halt(step, halt.by(), halt.why());
        }
        Restores.tryAgain(step, step.cutovers());
        return FOLLOWED;
    }

    static Optional<Step.Refused> restore(Stepping step, Event.RestoreOrdered restore) {
        Optional<Step.Refused> noWayBack = ModeRules.noWayBack(step);
        if (noWayBack.isPresent()) {
            return noWayBack;
        }
        if (RolloutPhase.over(step.phase()) || RolloutPhase.before(step.phase())) {
            return refused(
                    "E2012",
                    "there is nothing to restore: the rollout is " + Phases.name((Record) step.phase()),
                    "governor status " + step.id());
        }
        List<Cutover> meant = step.cutovers().stream()
                .filter(cutover -> restore.ring()
                        .map(step.ring(cutover.ring()).name()::equals)
                        .orElse(true))
                .filter(cutover -> restore.identity()
                        .map(cutover.target().identity()::equals)
                        .orElse(true))
                .toList();
        if (meant.isEmpty()) {
            return refused("E2013", "nothing in the plan is meant by that", "governor status " + step.id());
        }
        if (restore.ring().isPresent() && step.ring(meant.getFirst().ring()).phase() instanceof RingPhase.Pending) {
            return refused(
                    "E2016",
                    "ring " + restore.ring().get() + " has not opened; nothing of it can be restored",
                    "governor hold " + step.id());
        }
        List<String> past = meant.stream()
                .filter(cutover -> Guards.pastReturn(step, cutover))
                .map(cutover -> cutover.target().toString())
                .toList();
        if (past.size() == meant.size()) {
            return refused(
                    "E2014",
                    "past the point of no return: the prior of " + String.join(", ", past) + " is being destroyed",
                    "roll forward: plan a new rollout of the credential");
        }
        step.actor(restore.by());
        var detail = new TreeMap<>(Map.of("order", "restore", "why", restore.why()));
        restore.ring().ifPresent(ring -> detail.put("ring", ring));
        restore.identity().ifPresent(identity -> detail.put("identity", identity));
        step.record(LedgerAction.ORDERED, step.id(), detail);
        Restores.targets(step, restore.ring(), meant, restore.by(), restore.why());
        Restores.tryAgain(step, SwapRules.together(step, meant));
        return FOLLOWED;
    }

    static Optional<Step.Refused> exclude(Stepping step, Event.ExcludeOrdered exclude) {
        List<Cutover> meant = step.cutovers().stream()
                .filter(cutover -> cutover.target().identity().equals(exclude.identity()))
                .toList();
        List<Cutover> possible =
                meant.stream().filter(cutover -> excludable(step, cutover)).toList();
        if (possible.isEmpty()) {
            return refused(
                    "E2015",
                    meant.isEmpty()
                            ? "no target of " + exclude.identity() + " in the plan"
                            : exclude.identity() + " is "
                                    + Phases.name((Record) meant.getFirst().phase())
                                    + "; only a restored target can be excluded",
                    "governor restore " + step.id() + " --identity " + exclude.identity() + " first");
        }
        step.actor(exclude.by());
        step.record(LedgerAction.ORDERED, exclude.identity(), Map.of("order", "exclude", "why", exclude.why()));
        for (Cutover cutover : possible) {
            step.move(
                    cutover,
                    new CutoverPhase.Excluded(exclude.by(), exclude.why()),
                    "excluded by " + exclude.by() + ": " + exclude.why());
        }
        return FOLLOWED;
    }

    /** Back, or never moved and not going to: its pointer is known to show the prior. */
    private static boolean excludable(Stepping step, Cutover cutover) {
        boolean refused = step.change(cutover.target().credential()).phase() instanceof ChangePhase.Refused;
        return cutover.phase() instanceof CutoverPhase.Restored
                || cutover.phase() instanceof CutoverPhase.NeedsHuman stuck && stuck.pointerIsPrior()
                || cutover.phase() instanceof CutoverPhase.Waiting
                        && cutover.intent().isEmpty()
                        && (cutover.turnBack() || refused);
    }

    private static Optional<Step.Refused> refused(String code, String text, String remedy) {
        return Optional.of(new Step.Refused(code, text, remedy));
    }
}
