package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.Simulation.CommitFate;
import io.nhigovernor.governor.engine.view.DriftView;
import io.nhigovernor.governor.engine.view.TargetView;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.simulation.Broken;
import io.nhigovernor.governor.simulation.Chances;
import io.nhigovernor.governor.simulation.Disturbance;
import io.nhigovernor.governor.simulation.Tally;
import io.nhigovernor.governor.simulation.TraceHash;
import io.nhigovernor.governor.store.ConflictException;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.testkit.BackendCapabilities;
import io.nhigovernor.testkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A world around the whole core, in virtual time: documents, planner, lanes, telemetry, judge and store, an in-memory backend
 * behind a bad line, consumers that reload and call. The same seed gives the same world.
 */
public final class EngineWorld {
    private static final List<Disturbance> EFFECT_FAULTS = List.of(
            Disturbance.REFUSED,
            Disturbance.LOST_BEFORE,
            Disturbance.LOST_AFTER,
            Disturbance.DELAYED,
            Disturbance.DUPLICATED);
    private static final List<Disturbance> WORDS = List.of(
            Disturbance.HOLD,
            Disturbance.RESUME,
            Disturbance.HALT,
            Disturbance.RESTORE_RING,
            Disturbance.RESTORE_TARGET,
            Disturbance.EXCLUDE,
            Disturbance.PROMOTE,
            Disturbance.NONSENSE);
    /** A read is no older than this; with what a delayed effect takes it stays within the horizon. */
    private static final Duration STALE = Duration.ofMillis(100);

    private static final Pattern INVARIANT = Pattern.compile("[SL]\\d+");

    private static final Set<String> STAND_STILL = Set.of("RESTORED", "NEEDS_HUMAN");

    /** One world in so many holds one value at a time. */
    private static final int SINGLE_VALUED = 8;

    /** So often is a start tried; each time the process may end before it answers. */
    private static final int STARTS = 100;

    private final long seed;
    private final SplittableRandom random;
    private final Chances chances;
    private final Tally tally;
    private final Simulation world;
    private final Map<String, Instant> touched = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final boolean singleValued;
    private final String onRestore;
    private final Rollback rollback;
    private final Rival rival;
    private final Set<String> rested = new HashSet<>();
    private long steps;
    private boolean calm;

    /** @param only numbers of the disturbances that may happen again, when a failure is told or shrunk */
    public EngineWorld(long seed, Optional<BitSet> only, Tally tally) {
        this.seed = seed;
        this.tally = tally;
        random = new SplittableRandom(seed);
        chances = new Chances(seed, only, tally);
        singleValued = Math.floorMod(seed, SINGLE_VALUED) == 3;
        BackendCapabilities drawn = capabilities(random);
        world = new Simulation(seed, singleValued ? BackendCapabilities.singleValued() : drawn);
        world.looks();
        onRestore = random.nextBoolean() ? "ring" : "rollout";
        rollback = new Rollback(seed, world, chances);
        rival = new Rival(seed, world, chances);
    }

    private static BackendCapabilities capabilities(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> BackendCapabilities.signing();
            case 1 -> BackendCapabilities.dual();
            case 2 -> BackendCapabilities.of(true, true, Mint.CALLER, Disable.NONE, true);
            default -> BackendCapabilities.fenced();
        };
    }

    public Chances chances() {
        return chances;
    }

    /** What was decided, in order; filled at the end. */
    public List<String> told() {
        return told;
    }

    /** Over what was decided: fingerprints are random, as values are. */
    public long trace() {
        var hash = new TraceHash();
        told.forEach(hash::add);
        return hash.value();
    }

    public void live() {
        tally.world();
        Instant begin = world.clock.instant();
        try {
            world.apply(new WorldDocuments(random, singleValued).draw(onRestore));
            pods();
            world.run(Duration.ofSeconds(8));
            rollback.begun();
            world.weather(this::fault);
            world.commits(this::fate);
            world.busyAtTimes(seed);
            int rollouts = 1 + random.nextInt(3);
            for (int count = 0; count < rollouts; count++) {
                Optional<String> rollout = rival.takesOver().or(this::proposed);
                if (rollout.isEmpty()) {
                    break;
                }
                started(rollout.get());
                trouble(rollout.get());
                resting();
                if (world.rollouts().stream().anyMatch(world::underWay)) {
                    // Left to a human, it holds its credentials on.
                    break;
                }
            }
            world.run(Simulation.LOOKS.plusSeconds(2));
            nobodyElse();
            world.store.openedUnclaimed.stream().findFirst().ifPresent(intent -> {
                throw new AssertionError("S21: " + intent.id() + " is about a credential that it does not hold");
            });
        } catch (ConflictException e) {
            throw new Broken("S7", seed, steps, "two at once: " + e.getMessage());
        } catch (AssertionError e) {
            throw broken(e);
        } finally {
            account(begin);
        }
    }

    private Broken broken(AssertionError e) {
        if (e instanceof Broken already) {
            return already;
        }
        String text = String.valueOf(e.getMessage());
        Matcher named = INVARIANT.matcher(text);
        var broken = new Broken(named.find() ? named.group() : "S1", seed, steps, text);
        broken.initCause(e);
        return broken;
    }

    private void account(Instant begin) {
        world.backend.effects().effects().forEach(effect -> tally.effect());
        int moves = 0;
        for (LedgerDraft entry : world.store.entries) {
            moves += entry.action() == LedgerAction.MOVED ? 1 : 0;
            told.add(entry.action() + " " + entry.subject() + " "
                    + entry.before().orElse("") + " " + entry.after().orElse(""));
        }
        tally.step(moves);
        tally.passed(Duration.between(begin, world.clock.instant()));
    }

    // ---- a rollout

    /** More instances of some consumers, with caches that live longer or shorter; a few never look again. */
    private void pods() {
        for (Consumer consumer : List.copyOf(world.consumers.values())) {
            boolean moves = consumer.target.identity().startsWith("m-");
            if (moves && random.nextInt(3) == 0) {
                Duration life = Duration.ofMillis(random.nextInt(100, 3_000));
                world.pod(new Consumer(world, consumer.target, life)).follows = random.nextInt(40) != 0;
            }
        }
    }

    private Optional<String> proposed() {
        for (int trial = 0; trial < 20; trial++) {
            int before = world.rollouts().size();
            world.ask(new Order.Propose("plan", "test", Optional.empty()), "operator");
            if (world.rollouts().size() > before) {
                String id = world.rollouts().getLast();
                rival.startsFromWhatIsThere(id);
                rival.proposedBefore();
                return Optional.of(id);
            }
            nobodyElse();
            world.run(Duration.ofSeconds(1));
        }
        return Optional.empty();
    }

    /** S22: here nobody changes anything but the governor; what it did and has forgotten, a human accepts. */
    private void nobodyElse() {
        for (DriftView view : world.drift()) {
            if (view.state() == DriftView.State.DRIFTED) {
                if (!rollback.happened()) {
                    throw new AssertionError("S22: its own doing is taken for drift: " + view);
                }
                world.ask(new Order.AcceptDrift(view.credential(), "it was in the lost part"), "operator");
            }
        }
    }

    /** Who was restored twice within a day starts again by a human's waiver only. */
    private void started(String rollout) {
        for (int trial = 0; world.view(rollout).startedAt().isEmpty(); trial++) {
            if (trial == STARTS) {
                throw new Broken("L1", seed, steps, "it never starts: " + world.view(rollout));
            }
            world.ask(new Order.Approve(rollout, world.view(rollout).digest()), "anna");
            world.ask(new Order.Approve(rollout, world.view(rollout).digest()), "ben");
            Optional<Answer> answer = world.ask(new Order.Start(rollout), "operator");
            if (answer.filter(Answer.Refused.class::isInstance).isPresent()) {
                world.ask(
                        new Order.Waive(rollout, "the cause was found", new Expiry.After(Duration.ofHours(1))), "anna");
                nobodyElse();
            }
            steps++;
        }
    }

    private void trouble(String rollout) {
        calm = false;
        chances.trouble();
        int length = 10 + random.nextInt(22);
        for (int step = 0; step < length && world.underWay(rollout); step++) {
            steps++;
            world.run(Duration.ofMillis(random.nextInt(200, 2_000)));
            process();
            rival.tries(rollout);
            rollback.step();
            if (!world.underWay(rollout)) {
                return;
            }
            Disturbance word = WORDS.get(random.nextInt(WORDS.size()));
            if (chances.happens(word, 1, rollout)) {
                say(rollout, word);
            }
        }
    }

    private void process() {
        if (chances.happens(Disturbance.CRASH_BEFORE_SEND, 2, "process")) {
            world.crash();
        }
        if (chances.happens(Disturbance.ZOMBIE, 2, "process")) {
            world.zombie(Duration.ofMillis(random.nextInt(50, 5_000)), tally::fencedOff);
        }
        if (chances.happens(Disturbance.FROZEN, 1, "process")) {
            tally.frozen();
            world.asleep(Duration.ofSeconds(random.nextInt(1, 60)));
        }
        if (chances.happens(Disturbance.CLOCK_SET_BACK, "clock")) {
            clock(-1);
        }
        boolean forward = random.nextDouble() < chances.rate(Disturbance.CLOCK_SET_BACK);
        if (forward && chances.ordered(Disturbance.CLOCK_SET_FORWARD, "clock")) {
            clock(1);
        }
    }

    /** Set while the governor runs, which does not see it, or while it was away. */
    private void clock(int direction) {
        int most = random.nextBoolean() ? 30_000 : 3_600_000;
        world.wall.set(Duration.ofMillis((long) direction * random.nextInt(1, most)));
        if (random.nextBoolean()) {
            world.crash();
        }
    }

    private CommitFate fate() {
        if (calm) {
            return CommitFate.WRITTEN;
        }
        if (chances.happens(Disturbance.CRASH_COMMIT_LOST, 0.1, "commit")) {
            return CommitFate.LOST;
        }
        return chances.happens(Disturbance.CRASH_COMMIT_WRITTEN, 0.1, "commit")
                ? CommitFate.WRITTEN_AND_UNHEARD
                : CommitFate.WRITTEN;
    }

    private void say(String rollout, Disturbance word) {
        List<TargetView> targets = world.targets(rollout);
        String identity = targets.get(random.nextInt(targets.size())).identity();
        String ring = "ring-" + random.nextInt(2);
        world.ask(
                switch (word) {
                    case HOLD -> new Order.Hold(rollout, "look", Optional.empty(), Optional.empty());
                    case RESUME -> new Order.Resume(rollout);
                    case HALT -> new Order.Halt(rollout, "stop");
                    case RESTORE_RING -> new Order.Restore(rollout, Optional.of(ring), Optional.empty(), "back");
                    case RESTORE_TARGET -> new Order.Restore(rollout, Optional.empty(), Optional.of(identity), "back");
                    case EXCLUDE -> new Order.Exclude(rollout, identity, "out");
                    case PROMOTE -> new Order.Promote(rollout, ring);
                    default -> new Order.Start(rollout);
                },
                "operator");
    }

    /** Nothing goes wrong any more, and everything under way ends. */
    private void resting() {
        calm = true;
        chances.calm();
        // Whoever sees that all signals are refused starts the governor again; a small difference nobody sees.
        if (!world.wall.taken() || !world.wall.agrees() && random.nextBoolean()) {
            world.crash();
        }
        for (String rollout : world.rollouts()) {
            if (world.view(rollout).startedAt().isPresent() && rested.add(rollout)) {
                rest(rollout);
                tally.rollout(world.phase(rollout));
            }
        }
    }

    /** Somebody wants it to go on, and after a while to end. */
    private void rest(String rollout) {
        for (int round = 0; round < 60 && !world.ended(rollout); round++) {
            steps++;
            world.runUntil(Duration.ofSeconds(5), now -> now.ended(rollout));
            if (world.ended(rollout)) {
                return;
            }
            if (round % 4 == 3 && round < 24) {
                world.targets(rollout).stream()
                        .filter(target -> STAND_STILL.contains(target.phase()))
                        .forEach(target -> world.ask(new Order.Exclude(rollout, target.identity(), "out"), "operator"));
                world.ask(new Order.Resume(rollout), "operator");
            }
            if (round >= 24 && round % 6 == 0) {
                world.ask(new Order.Halt(rollout, "enough"), "operator");
            }
            if (round > 30 && rollback.leavesToAHuman(rollout)) {
                return;
            }
        }
        if (!world.ended(rollout)) {
            throw new Broken(
                    "L1",
                    seed,
                    steps,
                    "not at rest: " + world.view(rollout).phase() + " "
                            + world.view(rollout).needsHuman() + " " + world.targets(rollout));
        }
    }

    // ---- the weather

    private Fault fault(String verb, String subject) {
        return switch (verb) {
            case "read" -> {
                Instant last = touched.getOrDefault(subject, Instant.MIN);
                boolean fresh = last.isAfter(world.clock.instant().minus(STALE));
                yield fresh && chances.happens(Disturbance.STALE_READ, subject)
                        ? Fault.STALE_READ
                        : unreadable(verb, subject);
            }
            case "pending", "fetch" -> unreadable(verb, subject);
            case "prove" ->
                chances.happens(Disturbance.INCONCLUSIVE, subject)
                        ? Fault.TIMEOUT_BEFORE
                        : chances.happens(Disturbance.PARTY_REFUSES, 0.1, subject) ? Fault.REFUSE : Fault.NONE;
            default -> effect(verb, subject);
        };
    }

    private Fault unreadable(String verb, String subject) {
        return chances.happens(Disturbance.UNREADABLE, verb + " " + subject) ? Fault.TIMEOUT_BEFORE : Fault.NONE;
    }

    private Fault effect(String verb, String subject) {
        touched.put(subject, world.clock.instant());
        for (Disturbance disturbance : EFFECT_FAULTS) {
            if (chances.happens(disturbance, verb + " " + subject)) {
                return switch (disturbance) {
                    case REFUSED -> Fault.REFUSE;
                    case LOST_BEFORE -> Fault.TIMEOUT_BEFORE;
                    case LOST_AFTER -> Fault.TIMEOUT_AFTER;
                    case DELAYED -> Fault.DELAY;
                    default -> Fault.DUPLICATE;
                };
            }
        }
        return Fault.NONE;
    }
}
