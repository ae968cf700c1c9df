package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One rollout with the pretend world around it and the rows a store would have kept. Every event goes through {@link #on},
 * and after each the {@link Promises} are asked.
 */
final class Rehearsal {
    static final Timing TIMING = new Timing(
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            3,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5));
    private static final Duration MOMENT = Duration.ofMillis(10);

    final PretendWorld world;
    final Consumers consumers = new Consumers();
    final Promises promises;
    final List<Action> outstanding = new ArrayList<>();
    /** Sent, given up as lost, and still on the wire. */
    final List<Action.Send> late = new ArrayList<>();

    final Set<Transitions.Arrow> walked = new LinkedHashSet<>();
    /** Why the prior of a credential must stay. */
    final SortedMap<String, String> retained = new TreeMap<>();

    private final RolloutMachine machine = new RolloutMachine(TIMING);
    private final SortedMap<String, CredentialChange> keptChanges;
    private final SortedMap<TargetId, Cutover> keptCutovers;
    private Rollout.Header keptHeader;
    private Rollout rollout;
    /** What was watched with every source alive. */
    private Duration observed = Duration.ZERO;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    /** When the rules last looked at everything. */
    private Instant lookedAtAll = now;

    Rehearsal(Plan plan) {
        world = new PretendWorld(plan);
        promises = new Promises(world, consumers);
        rollout = Rollout.draft("r1", plan, "rosa", "yearly", now);
        keptHeader = rollout.header();
        keptChanges = new TreeMap<>(rollout.changes());
        keptCutovers = new TreeMap<>(rollout.cutovers());
        world.deliveries.forEach((target, delivery) -> consumers.use.put(target, delivery.pointer()));
    }

    Rollout rollout() {
        return rollout;
    }

    Instant now() {
        return now;
    }

    /** Takes the event and returns what followed, in words. */
    Step on(Event event) {
        now = now.plus(MOMENT);
        Rollout before = rollout;
        Step step = machine.on(rollout, event, new Retained(retained), now);
        if (step instanceof Step.Taken taken) {
            keep(taken);
            rollout = taken.next();
            taken.moves().forEach(move -> walked.add(arrow(move)));
            promises.afterStep(before, taken);
            Promises.check(
                    rollout.header().clocks().healthy().compareTo(observed) <= 0,
                    () -> "S17: blind time earned credit: " + rollout.header().clocks());
            taken.opened().forEach(this::takesNothingRetained);
            outstanding.addAll(taken.actions());
            if (event instanceof Event.Answered) {
                nothingWasOverlooked();
            } else {
                lookedAtAll = now;
            }
        }
        return step;
    }

    /**
     * After an answer the rules look at what it concerns. What there is for them elsewhere, time alone brought: it was not there
     * when they last looked at all, or is not now.
     */
    private void nothingWasOverlooked() {
        if (foundNothing(lookAtAll(lookedAtAll))) {
            return;
        }
        Step.Taken now = lookAtAll(this.now);
        Promises.check(
                foundNothing(now),
                () -> "overlooked after an answer: " + now.moves() + " " + now.opened() + " " + now.actions());
    }

    private static boolean foundNothing(Step.Taken step) {
        return step.moves().isEmpty()
                && step.opened().isEmpty()
                && step.actions().isEmpty();
    }

    private Step.Taken lookAtAll(Instant at) {
        Live live = rollout.live();
        var noTime = new Event.Ticked(Duration.ZERO, live.healthy(), live.unheard(), live.sightings());
        return (Step.Taken) machine.on(rollout, noTime, new Retained(retained), at);
    }

    private void takesNothingRetained(OpenIntent intent) {
        boolean takesAway = intent.operation() == Operation.DISABLE || intent.operation() == Operation.DESTROY;
        Promises.check(
                !takesAway || !retained.containsKey(intent.credential()),
                () -> "taken away although it is retained: " + intent);
    }

    private void keep(Step.Taken step) {
        if (step.headerChanged()) {
            keptHeader = step.next().header();
        }
        step.changes().forEach(change -> keptChanges.put(change.credential(), change));
        step.cutovers().forEach(cutover -> keptCutovers.put(cutover.target(), cutover));
        Rollout.Header next = step.next().header();
        kept("changes", keptChanges, step.next().changes());
        kept("cutovers", keptCutovers, step.next().cutovers());
        kept("rings", withoutVerdicts(keptHeader), withoutVerdicts(next));
        kept("phase", keptHeader.phase(), next.phase());
        kept("approvals", keptHeader.approvals(), next.approvals());
        kept("intents", keptHeader.nextIntent(), next.nextIntent());
        kept("passedAt", keptHeader.passedAt(), next.passedAt());
        kept("restore", keptHeader.restore(), next.restore());
    }

    private static void kept(String what, Object kept, Object next) {
        Promises.check(kept.equals(next), () -> what + " changed but are not written: " + kept + " is now " + next);
    }

    /** A restart forgets verdicts: the judge speaks anew. */
    private static List<RingState> withoutVerdicts(Rollout.Header header) {
        return header.rings().stream()
                .map(ring -> ring.verdict(Optional.empty()))
                .toList();
    }

    private static Transitions.Arrow arrow(Step.Move move) {
        return Transitions.all().stream()
                .filter(drawn -> drawn.machine() == move.machine()
                        && drawn.from().equals(move.from())
                        && drawn.to().equals(move.to()))
                .findFirst()
                .orElseThrow();
    }

    /** The process ends and comes back with what was kept; what was under way is forgotten. */
    void crash() {
        crash(Duration.ZERO);
    }

    /** As before, on a host whose clock was set back meanwhile. */
    void crash(Duration setBack) {
        outstanding.clear();
        now = now.plus(Duration.ofSeconds(1)).minus(setBack);
        rollout = Rollout.reloaded(
                keptHeader, List.copyOf(keptChanges.values()), List.copyOf(keptCutovers.values()), now);
    }

    /** The world does what is asked and says so. */
    Event answer(Action action) {
        outstanding.remove(action);
        Event event = switch (action) {
            case Action.Send send -> new Event.Performed(send.intent().id(), world.perform(send, now), now);
            case Action.ReadBack read -> new Event.ReadBackDone(read.intent().id(), world.readBack(read.intent()));
            case Action.Precheck precheck -> new Event.Prechecked(precheck.credential(), world.precheck(precheck));
            case Action.Prove prove -> proved(prove, world.prove(prove, now));
            case Action.Reassert reassert -> world.reassert(reassert);
        };
        promises.outside(rollout);
        return event;
    }

    /** Nothing is done, and whoever asked is told so. */
    Event notDone(Action.Send send, Outcome outcome) {
        outstanding.remove(send);
        return new Event.Performed(send.intent().id(), outcome, now);
    }

    /** A read or proof that brings nothing. */
    Event noAnswer(Action action) {
        outstanding.remove(action);
        return switch (action) {
            case Action.Send send ->
                new Event.Performed(send.intent().id(), new Outcome.Unknown("the connection was lost"), now);
            case Action.ReadBack read ->
                new Event.ReadBackDone(read.intent().id(), new Event.Found.Unreadable("timed out"));
            case Action.Precheck precheck ->
                new Event.Prechecked(precheck.credential(), new Event.Precheck.Unreadable("timed out"));
            case Action.Prove prove -> proved(prove, new Proof.Inconclusive("timed out"));
            case Action.Reassert reassert -> new Event.Reasserted(reassert.target(), Optional.empty(), "timed out");
        };
    }

    void perform(Action.Send send) {
        world.perform(send, now);
        promises.outside(rollout);
    }

    private static Event proved(Action.Prove prove, Proof proof) {
        return new Event.Proved(prove.purpose(), prove.credential(), prove.source(), prove.relyingParty(), proof);
    }

    Step tick(Duration passed, boolean healthy) {
        at(passed);
        return ticked(passed, healthy);
    }

    /** Time passes for the world alone. */
    void at(Duration passed) {
        now = now.plus(passed);
    }

    Step ticked(Duration passed, boolean healthy) {
        observed = healthy ? observed.plus(passed) : observed;
        return on(new Event.Ticked(passed, healthy, new TreeMap<>(consumers.sightings)));
    }

    Event.Judged verdict(int ring, Optional<TargetId> target, String word) {
        var verdict = new RingVerdict(
                now,
                RingVerdict.Word.valueOf(word.toUpperCase(Locale.ROOT)),
                List.of(new RingVerdict.Reason("STORY", "the story says so")),
                List.of(),
                new RingVerdict.Numbers(0, 0, 0, 0, 0),
                "");
        return new Event.Judged(ring, target, verdict);
    }

    /** A consumer calls with what it was given, or with what it should no longer have. */
    void seen(TargetId target, Fingerprint generation) {
        now = now.plus(MOMENT);
        var planned = rollout.header().plan().credential(target.credential());
        consumers.seen(
                target,
                generation,
                world.delivery(target).pointer(),
                generation.equals(planned.prior()),
                world.verifier(target.credential()).accepts(generation),
                now);
    }
}
