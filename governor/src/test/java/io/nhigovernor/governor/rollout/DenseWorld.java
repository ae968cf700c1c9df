package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.simulation.Chances;
import io.nhigovernor.governor.simulation.Coverage;
import io.nhigovernor.governor.simulation.Disturbance;
import io.nhigovernor.governor.simulation.Tally;
import io.nhigovernor.governor.simulation.TraceHash;
import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A world that is dense with decisions: the pure rollout machine alone, rollout after rollout over the same few credentials,
 * with a pretend backend, pods with caches, and everything that can go wrong in between. What waits is jumped over. The same
 * seed gives the same world.
 */
public final class DenseWorld {
    private static final Timing TIMING = Rehearsal.TIMING;
    private static final int MOMENT_MILLIS = 10;
    /** A request lands within this, and a read is no older than {@link #STALE_MILLIS}: together less than the horizon. */
    private static final int LANDS_WITHIN_MILLIS = 13_000;

    private static final int STALE_MILLIS = 5_000;
    private static final Duration SLACK = Duration.ofHours(72);
    private static final int PATIENCE = 1_500;
    /** After so many ticks in a row that moved nothing, a human sees to it that the rollout goes on. */
    private static final int IDLE = 12;

    static final List<Disturbance> CALL_FAULTS = List.of(
            Disturbance.REFUSED,
            Disturbance.BUSY,
            Disturbance.LOST_BEFORE,
            Disturbance.LOST_AFTER,
            Disturbance.DELAYED,
            Disturbance.DELAYED_PAST_HORIZON,
            Disturbance.DUPLICATED,
            Disturbance.WRONG_VERSION);

    static final List<Disturbance> CRASHES = List.of(
            Disturbance.CRASH_BEFORE_SEND,
            Disturbance.CRASH_AFTER_EFFECT,
            Disturbance.CRASH_COMMIT_LOST,
            Disturbance.CRASH_COMMIT_WRITTEN,
            Disturbance.ZOMBIE,
            Disturbance.FROZEN);

    private static final List<Disturbance> WORDS = java.util.Arrays.stream(Disturbance.values())
            .filter(disturbance -> disturbance.kind() == Disturbance.Kind.WORD)
            .toList();

    private final long seed;
    private final SplittableRandom random;
    private final Chances chances;
    private final Tally tally;
    private final Coverage coverage;
    private final TraceHash trace = new TraceHash();
    private final RolloutMachine machine = new RolloutMachine(TIMING);
    private final List<Action> outstanding = new ArrayList<>();
    private final PriorityQueue<Travelling> travelling = new PriorityQueue<>();
    /** What last went wrong with an open intent. */
    private final Map<String, Disturbance> faults = new HashMap<>();

    private final Map<String, Instant> landed = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final boolean telling;
    private final Steering steering;
    /** Inside which commit the process ends next, if that was ordered. */
    private Optional<Disturbance> commitEnds = Optional.empty();

    private Plan plan;
    private PretendWorld world;
    private Pods pods;
    private DensePromises promises;
    private DenseRows rows;
    private Rollout rollout;
    private boolean broken;
    /** The outside's clock. */
    private Instant outside = Instant.parse("2026-01-01T00:00:00Z");
    /** How far the governor's clock is behind. */
    private Duration behind = Duration.ZERO;

    private long steps;
    /** Ticks in a row that moved nothing: what only waits for a human is not watched for long. */
    private int idle;

    private long sequence;
    private int rolloutNumber;

    /** @param only numbers of the disturbances that may happen again, when a failure is told or shrunk */
    public DenseWorld(long seed, Optional<BitSet> only, Tally tally, Coverage coverage) {
        this.seed = seed;
        this.tally = tally;
        this.coverage = coverage;
        this.telling = only.isPresent();
        random = new SplittableRandom(seed);
        chances = new Chances(seed, only, tally);
        steering = new Steering(seed, steered());
        plan = DensePlan.draw(random, singleValues());
        world = new PretendWorld(plan);
        pods = new Pods(world, random, chances, quiet(), outside);
        rollout = Rollout.draft("r0", plan, "rosa", "yearly", now());
        rows = new DenseRows(rollout);
        promises = new DensePromises(seed, world, pods);
    }

    public Chances chances() {
        return chances;
    }

    public List<String> told() {
        return told;
    }

    public long trace() {
        return trace.value();
    }

    /** Rollouts one after the other; each ends. */
    public void live(int rollouts) {
        tally.world();
        for (int count = 0; count < rollouts; count++) {
            oneRollout();
        }
    }

    /** One world in four holds verifiers that accept one value at a time. */
    private boolean singleValues() {
        return Math.floorMod(seed, 6) == 5 || Math.floorMod(seed, 12) == 3;
    }

    /** In two of three, what is rare is singled out (see {@link Steering}). */
    private boolean steered() {
        return Math.floorMod(seed, 6) % 2 == 1 || Math.floorMod(seed, 6) == 0;
    }

    private Duration quiet() {
        return plan.rings().getFirst().ring().quiet();
    }

    private Instant now() {
        return outside.minus(behind);
    }

    private void pass(Duration time) {
        outside = outside.plus(time);
        tally.passed(time);
    }

    // ---- one rollout

    private void oneRollout() {
        begin();
        while (RolloutPhase.before(rollout.phase())) {
            take(new Event.Proposed());
            take(new Event.ApprovalGiven("anna", plan.digest()));
            take(new Event.ApprovalGiven("ben", plan.digest()));
            take(new Event.StartOrdered("olga"));
        }
        int length = 60 + random.nextInt(300);
        for (int step = 0; step < length && !over() && idle < 3 * IDLE; step++) {
            step();
        }
        converge();
        String mode = plan.compromised() ? Mode.COMPROMISED + " " : "";
        tally.rollout(mode + Phases.name((Record) rollout.phase()));
        promises.finished(rollout, steps);
        trace.add(Phases.name((Record) rollout.phase()));
    }

    /** The same credentials again, if the last rollout left them whole; else everything is enrolled anew. */
    private void begin() {
        String id = "r" + rolloutNumber++;
        boolean whole = rolloutNumber > 1 && !(rollout.phase() instanceof RolloutPhase.Partial);
        var priors = new TreeMap<String, Fingerprint>();
        if (whole) {
            rollout.changes()
                    .values()
                    .forEach(change -> priors.put(
                            change.credential(),
                            change.phase() instanceof ChangePhase.Done
                                    ? change.candidate().orElseThrow()
                                    : change.prior()));
        }
        plan = DensePlan.next(plan, "sha256:" + id, priors);
        if (rolloutNumber > 1 && !whole) {
            travelling.clear();
            plan = DensePlan.draw(random, singleValues());
            plan = DensePlan.next(plan, "sha256:" + id, Map.of());
            world = new PretendWorld(plan);
            pods = new Pods(world, random, chances, quiet(), outside);
            promises = new DensePromises(seed, world, pods);
        }
        // Mode is the rollout's, not the credentials': the same ones are rotated for either reason. A plan whose prior
        // is
        // compromised is refused where one value is held: nothing could be swapped back.
        boolean compromised = random.nextInt(6) == 0 && plan.weakest() != CapabilityClass.C4_SINGLE_VALUED;
        plan = plan.in(compromised ? Mode.COMPROMISED : Mode.ROUTINE);
        pods.restarted();
        idle = 0;
        outstanding.clear();
        faults.clear();
        landed.clear();
        steering.begin();
        commitEnds = Optional.empty();
        broken = chances.happens(Disturbance.CANDIDATE_BROKEN, id);
        rollout = Rollout.draft(id, plan, "rosa", "yearly", now());
        rows.begin(rollout);
        promises.begin(rollout);
        chances.trouble();
    }

    private boolean over() {
        return RolloutPhase.over(rollout.phase());
    }

    private void step() {
        if (!outstanding.isEmpty() && random.nextInt(20) < 17) {
            answer(random.nextInt(outstanding.size()));
        } else {
            tick();
        }
        if (random.nextInt(6) == 0) {
            judge();
        }
        words();
        process();
        steering.crash(rollout).ifPresent(this::ends);
    }

    // ---- time and signals

    private void tick() {
        boolean waiting = outstanding.isEmpty() && random.nextInt(8) > 0 && !steering.lingers(rollout, TIMING);
        long most = waiting ? Math.max(8_000, quiet().toMillis() * 3 / 2) : 1_500;
        if (!travelling.isEmpty()) {
            long lands = Duration.between(outside, travelling.element().at()).toMillis();
            most = Math.clamp(lands, 1, most);
        }
        Duration passed = Duration.ofMillis(100 + random.nextLong(most));
        boolean blind = chances.happens(Disturbance.BLIND, "signals");
        pass(passed);
        land();
        pods.live(outside, now(), blind, rollout);
        Duration healthy = rollout.header().clocks().healthy();
        trace.add(passed.toMillis());
        if (telling) {
            told("tick " + passed.toMillis() + (blind ? " blind" : ""));
        }
        take(new Event.Ticked(passed, !blind, pods.sightings()));
        Duration credit = rollout.header().clocks().healthy().minus(healthy);
        promises.check(
                credit.compareTo(blind ? Duration.ZERO : passed) <= 0,
                "S17",
                steps,
                () -> "blind time earned credit: " + credit);
    }

    private void land() {
        while (!travelling.isEmpty() && !travelling.element().at().isAfter(outside)) {
            Action.Send send = travelling.remove().send();
            if (telling) {
                told("the late " + Wording.of(send) + " lands");
            }
            perform(send);
        }
    }

    private void judge() {
        List<RingState> rings = rollout.header().rings();
        int ring = random.nextInt(rings.size());
        RingPhase phase = rings.get(ring).phase();
        boolean judged = phase instanceof RingPhase.Open || phase instanceof RingPhase.Soaking;
        if (!judged && random.nextInt(10) > 0) {
            return;
        }
        boolean alarm = broken && judged && random.nextBoolean()
                || chances.happens(Disturbance.FALSE_ALARM, 0.3, rings.get(ring).name());
        List<TargetId> members = plan.rings().get(ring).members();
        Optional<TargetId> target = alarm && random.nextBoolean()
                ? Optional.of(members.get(random.nextInt(members.size())))
                : Optional.empty();
        take(new Event.Judged(
                ring,
                target,
                new RingVerdict(
                        now(),
                        alarm ? RingVerdict.Word.RESTORE : RingVerdict.Word.PROMOTE,
                        List.of(),
                        List.of(),
                        new RingVerdict.Numbers(0, 0, 0, 0, 0),
                        "")));
    }

    // ---- words

    private void words() {
        String ring =
                plan.rings().get(random.nextInt(plan.rings().size())).ring().name();
        TargetId target = anyTarget();
        Disturbance word = WORDS.get(random.nextInt(WORDS.size()));
        if (chances.happens(word, 0.4, rollout.id())) {
            take(
                    switch (word) {
                        case HOLD -> new Event.HoldOrdered("olga", "look", Optional.empty(), Optional.empty());
                        case HALT -> new Event.HaltOrdered("olga", "stop");
                        case RESTORE_RING ->
                            new Event.RestoreOrdered("olga", Optional.of(ring), Optional.empty(), "back");
                        case RESTORE_TARGET ->
                            new Event.RestoreOrdered("olga", Optional.empty(), Optional.of(target.identity()), "back");
                        case EXCLUDE -> new Event.ExcludeOrdered("olga", target.identity(), "out");
                        case PROMOTE -> new Event.PromoteOrdered("olga", ring);
                        case RESUME -> new Event.ResumeOrdered("olga");
                        case APPROVE -> new Event.ApprovalGiven("rosa", plan.digest());
                        default -> new Event.StartOrdered("olga");
                    });
        }
        if (random.nextInt(idle < IDLE ? 12 : 4) == 0) {
            goesOn();
        }
    }

    /** The human who wants the rollout to go on. */
    private void goesOn() {
        for (RingState ring : rollout.header().rings()) {
            if (ring.phase() instanceof RingPhase.Soaking && !ring.manualGate()) {
                take(new Event.PromoteOrdered("olga", ring.name()));
            }
        }
        boolean stands = rollout.phase() instanceof RolloutPhase.Held
                || rollout.cutovers().values().stream().anyMatch(it -> it.phase() instanceof CutoverPhase.Held)
                || rollout.changes().values().stream().anyMatch(it -> it.phase() instanceof ChangePhase.NeedsHuman);
        if (!stands) {
            return;
        }
        for (Cutover cutover : rollout.cutovers().values()) {
            if (cutover.phase() instanceof CutoverPhase.Restored
                    || cutover.phase() instanceof CutoverPhase.Waiting && cutover.turnBack()) {
                take(new Event.ExcludeOrdered("olga", cutover.target().identity(), "out"));
            }
        }
        take(new Event.ResumeOrdered("olga"));
    }

    private TargetId anyTarget() {
        int number = random.nextInt(rollout.cutovers().size());
        for (TargetId target : rollout.cutovers().keySet()) {
            if (number-- == 0) {
                return target;
            }
        }
        throw new IllegalStateException("a plan without targets");
    }

    // ---- answers

    private void answer(int index) {
        if (kept(outstanding.get(index))) {
            tick();
            return;
        }
        Action action = outstanding.remove(index);
        pass(Duration.ofMillis(MOMENT_MILLIS));
        switch (action) {
            case Action.Send send -> send(send);
            case Action.ReadBack read -> readBack(read);
            case Action.Precheck precheck ->
                take(new Event.Prechecked(
                        precheck.credential(),
                        chances.happens(Disturbance.UNREADABLE, precheck.credential())
                                ? new Event.Precheck.Unreadable("timed out")
                                : world.precheck(precheck)));
            case Action.Prove prove -> prove(prove);
            case Action.Reassert reassert ->
                take(
                        chances.happens(
                                        Disturbance.UNREADABLE,
                                        reassert.target().identity())
                                ? new Event.Reasserted(reassert.target(), Optional.empty(), "timed out")
                                : stale(reassert.target())
                                        ? new Event.Reasserted(reassert.target(), Optional.of(false), "an old answer")
                                        : world.reassert(reassert));
        }
    }

    private int firstNotKept() {
        for (int index = 0; index < outstanding.size(); index++) {
            if (!kept(outstanding.get(index))) {
                return index;
            }
        }
        return 0;
    }

    /** What waits for the process to end first. */
    private boolean kept(Action action) {
        return switch (action) {
            case Action.Send send -> steering.awaits(send.intent());
            case Action.ReadBack read -> steering.awaits(read.intent());
            case Action.Precheck ignored -> false;
            case Action.Prove ignored -> false;
            case Action.Reassert reassert ->
                steering.keeps(
                        rollout, Objects.requireNonNull(rollout.cutovers().get(reassert.target())), TIMING);
        };
    }

    private boolean stale(TargetId target) {
        boolean turns = Objects.requireNonNull(rollout.cutovers().get(target))
                .intent()
                .filter(steering::awaitsTurn)
                .isPresent();
        return turns
                ? chances.ordered(Disturbance.STALE_READ, target.identity())
                : chances.happens(Disturbance.STALE_READ, rareIsOpen() ? 4 : 0.3, target.identity());
    }

    private void prove(Action.Prove prove) {
        Proof proof = chances.happens(Disturbance.INCONCLUSIVE, prove.credential())
                ? new Proof.Inconclusive("timed out")
                : prove.purpose() != Action.Purpose.PRIOR_GONE
                                && chances.happens(Disturbance.PARTY_REFUSES, 0.2, prove.credential())
                        ? new Proof.Refused("401")
                        : world.prove(prove, outside);
        take(new Event.Proved(prove.purpose(), prove.credential(), prove.source(), prove.relyingParty(), proof));
    }

    private void readBack(Action.ReadBack read) {
        OpenIntent intent = read.intent();
        String subject = Wording.subject(intent);
        if (chances.happens(Disturbance.UNREADABLE, subject)) {
            take(new Event.ReadBackDone(intent.id(), new Event.Found.Unreadable("timed out")));
            return;
        }
        Instant at = landed.getOrDefault(intent.id(), Instant.MIN);
        boolean fresh = at.isAfter(outside.minusMillis(STALE_MILLIS));
        if (fresh && chances.happens(Disturbance.STALE_READ, subject)) {
            take(new Event.ReadBackDone(intent.id(), new Event.Found.Absent()));
            return;
        }
        take(new Event.ReadBackDone(intent.id(), world.readBack(intent)));
    }

    private void send(Action.Send send) {
        OpenIntent intent = send.intent();
        Optional<Steering.Order> order = steering.order(rollout, intent, fault -> possible(fault, intent));
        if (order.filter(Steering.Order::waits).isPresent()) {
            steering.awaits(intent, order.get());
            outstanding.add(send);
            return;
        }
        String what = telling ? Wording.of(send) : "";
        Optional<Disturbance> fault =
                order.isEmpty() ? drawn(intent, what) : order.get().fault().filter(it -> chances.ordered(it, what));
        fault.ifPresent(it -> faults.put(intent.id(), it));
        met(intent, "NONE");
        Instant started = now();
        Outcome lost = new Outcome.Unknown("the connection was lost");
        Outcome outcome = fault.isEmpty()
                ? perform(send)
                : switch (fault.get()) {
                    case REFUSED -> Outcome.NotApplied.refused("no");
                    case BUSY -> Outcome.NotApplied.busy("later", Duration.ofSeconds(1));
                    case LOST_BEFORE -> lost;
                    case LOST_AFTER -> {
                        perform(send);
                        yield lost;
                    }
                    case DELAYED -> {
                        travels(send, random.nextInt(LANDS_WITHIN_MILLIS));
                        yield lost;
                    }
                    case DELAYED_PAST_HORIZON -> {
                        travels(send, (int) TIMING.lostAfter().toMillis() + random.nextInt(3_600_000));
                        yield lost;
                    }
                    case DUPLICATED -> {
                        Outcome first = perform(send);
                        if (overwrites(intent)) {
                            yield perform(send);
                        }
                        travels(send, random.nextInt(LANDS_WITHIN_MILLIS));
                        yield first;
                    }
                    case WRONG_VERSION -> {
                        touched(intent);
                        yield perform(send);
                    }
                    default -> throw new IllegalStateException("no fault of a call: " + fault.get());
                };
        if (telling) {
            told("answers " + what + fault.map(it -> " " + it).orElse(""));
        }
        var heard = new Event.Performed(intent.id(), outcome, started);
        order.filter(it -> it.crash().isPresent()).ifPresent(it -> await(it, intent, heard));
        take(heard);
    }

    private Optional<Disturbance> drawn(OpenIntent intent, String what) {
        int share = rare(intent) ? 4 : 1;
        for (Disturbance candidate : CALL_FAULTS) {
            if (possible(candidate, intent) && chances.happens(candidate, share, what)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** An answer that would close it is heard, and not written down: the process may end while it is open, and again. */
    private void await(Steering.Order order, OpenIntent intent, Event heard) {
        boolean closes = false;
        boolean writes = false;
        if (machine.on(rollout, heard, now()) instanceof Step.Taken taken) {
            closes = taken.closed().stream()
                    .anyMatch(closed -> closed.intent().id().equals(intent.id()));
            writes = !taken.nothingToWrite();
        }
        boolean lost = order.crash().equals(Optional.of(Disturbance.CRASH_COMMIT_LOST));
        if (closes || lost && writes) {
            commitEnds = Optional.of(Disturbance.CRASH_COMMIT_LOST);
        }
        if (!lost || !writes) {
            steering.awaits(intent, order);
        }
    }

    /**
     * Where one value is held, a swap knows no version and remembers no attempt: that no copy of it lands after its answer was
     * heard is what is assumed (S8), so the copy lands at once.
     */
    private boolean overwrites(OpenIntent intent) {
        boolean swap = intent.operation() == Operation.ADMIT || intent.operation() == Operation.ENABLE;
        return swap && !plan.credential(intent.credential()).verifier().overlap();
    }

    private boolean possible(Disturbance fault, OpenIntent intent) {
        var planned = plan.credential(intent.credential());
        boolean conditional = switch (intent.operation()) {
            case PROMOTE, REPOINT -> planned.delivery().conditionalPointer();
            case DISABLE -> planned.verifier().conditionalDisable();
            // One value is given back by being admitted again, whatever version stands there.
            case ENABLE ->
                planned.verifier().conditionalDisable() && planned.verifier().overlap();
            case STAGE, DISCARD, ADMIT, DESTROY, WITHDRAW -> false;
        };
        boolean final_ = intent.operation() == Operation.DESTROY || intent.operation() == Operation.WITHDRAW;
        return switch (fault) {
            case DELAYED_PAST_HORIZON -> conditional || final_;
            case WRONG_VERSION -> conditional;
            default -> true;
        };
    }

    private void touched(OpenIntent intent) {
        if (intent.target().isPresent()) {
            PretendDelivery delivery = world.delivery(intent.target().get());
            delivery.move(delivery.pointer());
        } else {
            world.verifier(intent.credential()).changed(outside);
        }
    }

    private void travels(Action.Send send, int millis) {
        travelling.add(new Travelling(outside.plusMillis(millis), sequence++, send));
    }

    /** @return what the outside answered; everything it changed is looked at */
    private Outcome perform(Action.Send send) {
        OpenIntent intent = send.intent();
        long before = mark(intent);
        promises.recorded(intent, steps);
        Outcome outcome = world.perform(send, outside);
        if (mark(intent) != before) {
            tally.effect();
            trace.add(intent.id());
            landed.putIfAbsent(intent.id(), outside);
            promises.effect(rollout, intent, steps);
        }
        return outcome;
    }

    /** Changes if the effect took place. */
    private long mark(OpenIntent intent) {
        if (intent.target().isEmpty()) {
            return world.verifier(intent.credential()).version().value();
        }
        PretendDelivery delivery = world.delivery(intent.target().get());
        return switch (intent.operation()) {
            case STAGE -> {
                Optional<Fingerprint> pending = delivery.pending(intent.attempt());
                yield pending.map(delivery::complete)
                        .map(complete -> complete ? 2L : 1L)
                        .orElse(0L);
            }
            case DISCARD -> delivery.holds(intent.generation().orElseThrow()) ? 1 : 0;
            case PROMOTE, REPOINT, ADMIT, DISABLE, ENABLE, DESTROY, WITHDRAW ->
                delivery.version().value();
        };
    }

    // ---- the process

    private void process() {
        double share = trouble();
        for (Disturbance how :
                List.of(Disturbance.CRASH_BEFORE_SEND, Disturbance.CRASH_AFTER_EFFECT, Disturbance.ZOMBIE)) {
            if (chances.happens(how, share, rollout.id())) {
                restart(how);
            }
        }
        if (chances.happens(Disturbance.FROZEN, share / 2, rollout.id())) {
            frozen();
        }
    }

    /** How readily the process ends: more so where something went wrong already, or something rare is open. */
    private double trouble() {
        return rareIsOpen() ? 1 : faults.isEmpty() ? 0.05 : 0.2;
    }

    private boolean rareIsOpen() {
        for (Cutover cutover : rollout.cutovers().values()) {
            if (cutover.intent().isPresent() && rare(cutover.intent().get())) {
                return true;
            }
        }
        return false;
    }

    /** Tidying up anywhere but at the end is rare: more is done to it, so that every fault and crash meets it. */
    private boolean rare(OpenIntent intent) {
        if (intent.operation() != Operation.DISCARD) {
            return false;
        }
        Cutover cutover =
                Objects.requireNonNull(rollout.cutovers().get(intent.target().orElseThrow()));
        return !(cutover.phase() instanceof CutoverPhase.Adopted);
    }

    /** As it was ordered. */
    private void ends(Disturbance how) {
        if (how == Disturbance.CRASH_COMMIT_LOST || how == Disturbance.CRASH_COMMIT_WRITTEN) {
            commitEnds = Optional.of(how);
            said();
            commitEnds = Optional.empty();
        } else if (chances.ordered(how, rollout.id())) {
            if (how == Disturbance.FROZEN) {
                frozen();
            } else {
                restart(how);
            }
        }
    }

    /** A word that is written down, and changes little else. */
    private void said() {
        boolean halting = rollout.phase() instanceof RolloutPhase.Halting;
        if (chances.ordered(halting ? Disturbance.HALT : Disturbance.APPROVE, rollout.id())) {
            take(
                    halting
                            ? new Event.HaltOrdered("olga", "stop")
                            : new Event.ApprovalGiven("witness-" + steps, plan.digest()));
        }
    }

    private boolean endsInCommit(Disturbance how) {
        if (commitEnds.equals(Optional.of(how))) {
            commitEnds = Optional.empty();
            return chances.ordered(how, rollout.id());
        }
        return chances.happens(how, trouble(), rollout.id());
    }

    private void restart(Disturbance how) {
        told(how.toString());
        crashed(how);
        List<Action.Send> sends = new ArrayList<>();
        for (Action action : outstanding) {
            if (action instanceof Action.Send send) {
                sends.add(send);
            }
        }
        outstanding.clear();
        if (how == Disturbance.CRASH_AFTER_EFFECT) {
            sends.forEach(this::perform);
        }
        if (how == Disturbance.ZOMBIE) {
            zombie(sends);
        }
        reload();
    }

    /** What it had under way goes out late; what it hears of it, it can no longer write down. */
    private void zombie(List<Action.Send> sends) {
        long epoch = rows.epoch();
        rows.taken();
        for (Action.Send send : sends) {
            boolean fenced = possible(Disturbance.DELAYED_PAST_HORIZON, send.intent());
            travels(send, random.nextInt(fenced ? 600_000 : LANDS_WITHIN_MILLIS));
        }
        Step step = machine.on(rollout, new Event.HaltOrdered("zombie", "woke up"), now());
        if (step instanceof Step.Taken taken) {
            boolean written = rows.commit(epoch, taken);
            promises.check(
                    !written, "S8", steps, () -> "a write of epoch " + epoch + " hit a row after the next began");
            tally.fencedOff();
        }
    }

    private void reload() {
        rows.taken();
        pass(Duration.ofSeconds(1));
        if (chances.happens(Disturbance.CLOCK_SET_BACK, rollout.id())) {
            behind = behind.plus(Duration.ofMillis(1 + random.nextInt(3_600_000)));
        }
        rollout = rows.reloaded(now());
    }

    private void crashed(Disturbance how) {
        rollout.changes().values().forEach(change -> change.intent().ifPresent(intent -> met(intent, how.toString())));
        rollout.cutovers()
                .values()
                .forEach(cutover -> cutover.intent().ifPresent(intent -> met(intent, how.toString())));
    }

    /** Counted while it is open: the answer to what was superseded meets nobody's state. */
    private void met(OpenIntent intent, String crash) {
        Optional<OpenIntent> open;
        Record phase;
        if (intent.target().isPresent()) {
            Cutover cutover = Objects.requireNonNull(
                    rollout.cutovers().get(intent.target().get()));
            open = cutover.intent();
            phase = (Record) cutover.phase();
        } else {
            CredentialChange change = Objects.requireNonNull(rollout.changes().get(intent.credential()));
            open = change.intent();
            phase = (Record) change.phase();
        }
        if (open.map(OpenIntent::id).equals(Optional.of(intent.id()))) {
            Disturbance fault = faults.get(intent.id());
            coverage.met(
                    Phases.name(phase),
                    intent.operation()
                            + (plan.credential(intent.credential()).verifier().overlap() ? "" : Coverage.ONE_VALUE),
                    fault == null ? "NONE" : fault.toString(),
                    crash);
        }
    }

    /** S18: nobody decides anything for the declared slack; what travels lands, caches run out, and all still works. */
    private void frozen() {
        tally.frozen();
        told("frozen");
        crashed(Disturbance.FROZEN);
        outstanding.clear();
        Duration part = SLACK.dividedBy(6);
        for (int count = 0; count < 6; count++) {
            pass(part);
            land();
            pods.reload(outside);
            promises.outside(rollout, steps);
        }
        reload();
    }

    // ---- the end

    /** Nothing goes wrong any more; after a while somebody halts, and looks again now and then, and all comes to rest. */
    private void converge() {
        chances.calm();
        steering.calm();
        boolean forward = random.nextInt(10) < 7;
        for (int round = 0; round < PATIENCE && !over(); round++) {
            boolean enough = idle >= 3 * IDLE && idle % IDLE == 0 || round % 60 == 0 && round >= PATIENCE / 3;
            if (enough || !forward && round % 60 == 0) {
                take(new Event.HaltOrdered("olga", "enough"));
            } else if (idle % IDLE == IDLE - 1 || round % 60 == 10) {
                goesOn();
            }
            if (idle == 5 * IDLE || round == PATIENCE / 2) {
                pods.restarted();
            }
            while (!outstanding.isEmpty()) {
                answer(firstNotKept());
                steering.crash(rollout).ifPresent(this::ends);
            }
            judgeAll();
            tick();
        }
        promises.check(
                over(),
                "L1",
                steps,
                () -> "not at rest: " + rollout.phase() + " " + rollout.header().rings() + " "
                        + rollout.changes().values() + " " + rollout.cutovers().values());
    }

    private void judgeAll() {
        for (int ring = 0; ring < plan.rings().size(); ring++) {
            RingState state = rollout.header().rings().get(ring);
            boolean asked = state.phase() instanceof RingPhase.Soaking
                    && state.verdict()
                            .filter(verdict -> verdict.word() == RingVerdict.Word.PROMOTE)
                            .isEmpty();
            if (asked) {
                take(new Event.Judged(
                        ring,
                        Optional.empty(),
                        new RingVerdict(
                                now(),
                                RingVerdict.Word.PROMOTE,
                                List.of(),
                                List.of(),
                                new RingVerdict.Numbers(0, 0, 0, 0, 0),
                                "")));
            }
        }
    }

    // ---- one step of the machine

    private void take(Event event) {
        steps++;
        outside = outside.plusMillis(MOMENT_MILLIS);
        Step step = machine.on(rollout, event, now());
        if (telling) {
            if (!(event instanceof Event.Ticked)) {
                told(event.toString());
            }
            Wording.of(step).forEach(line -> told("> " + line));
        }
        promises.answered(rollout, event, step, steps);
        if (step instanceof Step.Refused refused) {
            trace.add(refused.code());
            tally.step(0);
            return;
        }
        Step.Taken taken = (Step.Taken) step;
        tally.step(taken.moves().size());
        if (!taken.moves().isEmpty()
                || !taken.opened().isEmpty()
                || !taken.closed().isEmpty()) {
            idle = 0;
        } else if (event instanceof Event.Ticked) {
            idle++;
        }
        taken.moves()
                .forEach(move ->
                        trace.add(move.subject().hashCode() * 31L + move.to().hashCode()));
        if (!taken.nothingToWrite()) {
            if (endsInCommit(Disturbance.CRASH_COMMIT_LOST)) {
                told("crash inside a commit, not written");
                crashed(Disturbance.CRASH_COMMIT_LOST);
                outstanding.clear();
                reload();
                return;
            }
            promises.check(rows.commit(rows.epoch(), taken), "S8", steps, () -> "the owner's own write was refused");
            tally.committed();
        }
        Rollout before = rollout;
        rollout = taken.next();
        taken.closed().forEach(closed -> faults.remove(closed.intent().id()));
        tally.checked();
        promises.afterStep(before, taken, steps);
        for (CredentialChange change : taken.changes()) {
            boolean was = Objects.requireNonNull(before.changes().get(change.credential()))
                    .outOfStep();
            if (was && !change.outOfStep()) {
                tally.outage();
            }
        }
        if (!taken.nothingToWrite() && endsInCommit(Disturbance.CRASH_COMMIT_WRITTEN)) {
            told("crash inside a commit, written");
            crashed(Disturbance.CRASH_COMMIT_WRITTEN);
            outstanding.clear();
            reload();
            return;
        }
        outstanding.addAll(taken.actions());
    }

    private void told(String line) {
        if (telling) {
            told.add(line);
        }
    }

    /** @param at on the outside's clock */
    private record Travelling(Instant at, long sequence, Action.Send send) implements Comparable<Travelling> {
        @Override
        public int compareTo(Travelling other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }
}
