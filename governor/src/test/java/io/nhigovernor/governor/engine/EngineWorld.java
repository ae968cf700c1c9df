package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.Simulation.CommitFate;
import io.nhigovernor.governor.engine.view.RolloutView;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** So often is a start tried; each time the process may end before it answers. */
    private static final int STARTS = 100;

    private final long seed;
    private final SplittableRandom random;
    private final Chances chances;
    private final Tally tally;
    private final Simulation world;
    private final Map<String, Instant> touched = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final String onRestore;
    private int moving;
    private long steps;
    private boolean calm;

    /** @param only numbers of the disturbances that may happen again, when a failure is told or shrunk */
    public EngineWorld(long seed, Optional<BitSet> only, Tally tally) {
        this.seed = seed;
        this.tally = tally;
        random = new SplittableRandom(seed);
        chances = new Chances(seed, only, tally);
        world = new Simulation(seed, capabilities(random));
        onRestore = random.nextBoolean() ? "ring" : "rollout";
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
            world.apply(documents());
            world.run(Duration.ofSeconds(8));
            world.weather(this::fault);
            world.commits(this::fate);
            int rollouts = 1 + random.nextInt(3);
            for (int count = 0; count < rollouts && proposed().isPresent(); count++) {
                String rollout = world.rollouts().getLast();
                trouble(rollout);
                rest(rollout);
                tally.rollout(world.phase(rollout));
            }
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

    private Optional<RolloutView> proposed() {
        for (int trial = 0; trial < 20; trial++) {
            int before = world.rollouts().size();
            world.ask(new Order.Propose("plan", "test", Optional.empty()), "operator");
            if (world.rollouts().size() > before) {
                String id = world.rollouts().getLast();
                started(id);
                return Optional.of(world.view(id));
            }
            world.run(Duration.ofSeconds(1));
        }
        return Optional.empty();
    }

    /** Who was restored twice within a day starts again by a human's waiver only. */
    private void started(String rollout) {
        for (int trial = 0; world.view(rollout).startedAt().isEmpty(); trial++) {
            if (trial == STARTS) {
                throw new Broken("L1", seed, steps, "it never starts: " + world.view(rollout));
            }
            world.ask(new Order.Approve(rollout, world.view(rollout).digest()), "anna");
            Optional<Answer> answer = world.ask(new Order.Start(rollout), "operator");
            if (answer.filter(Answer.Refused.class::isInstance).isPresent()) {
                world.ask(
                        new Order.Waive(rollout, "the cause was found", new Expiry.After(Duration.ofHours(1))), "anna");
            }
            steps++;
        }
    }

    private void trouble(String rollout) {
        calm = false;
        chances.trouble();
        int length = 10 + random.nextInt(30);
        for (int step = 0; step < length && !world.ended(rollout); step++) {
            steps++;
            world.run(Duration.ofMillis(random.nextInt(200, 2_000)));
            process();
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

    /** Nothing goes wrong any more; somebody wants it to go on, and after a while to end. */
    private void rest(String rollout) {
        calm = true;
        chances.calm();
        for (int round = 0; round < 60 && !world.ended(rollout); round++) {
            steps++;
            world.runUntil(Duration.ofSeconds(5), now -> now.ended(rollout));
            if (world.ended(rollout)) {
                return;
            }
            if (round % 4 == 3 && round < 24) {
                world.targets(rollout).stream()
                        .filter(target -> target.phase().equals("RESTORED"))
                        .forEach(target -> world.ask(new Order.Exclude(rollout, target.identity(), "out"), "operator"));
                world.ask(new Order.Resume(rollout), "operator");
            }
            if (round >= 24 && round % 6 == 0) {
                world.ask(new Order.Halt(rollout, "enough"), "operator");
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

    // ---- the documents

    private String documents() {
        var yaml = new StringBuilder();
        int ringOne = 1 + random.nextInt(2);
        int ringTwo = 1 + random.nextInt(4);
        for (int member = 0; member < ringOne + ringTwo; member++) {
            identity(yaml, "m-" + moving, "ring: \"" + (member < ringOne ? 0 : 1) + "\", group: moving");
            moving++;
        }
        List<String> left = new ArrayList<>();
        for (int member = 0; member < moving; member++) {
            left.add("m-" + member);
        }
        int number = 0;
        while (!left.isEmpty()) {
            List<String> holders = new ArrayList<>();
            int many = random.nextInt(3) == 0 ? 2 : 1;
            while (holders.size() < many && !left.isEmpty()) {
                holders.add(left.remove(random.nextInt(left.size())));
            }
            credential(yaml, "key/" + number++, holders, "group: moving");
        }
        for (int member = 0; member < 4; member++) {
            identity(yaml, "c-" + member, "group: control");
            credential(yaml, "key/c-" + member, List.of("c-" + member), "group: control");
        }
        return yaml.append(SimulationTest.ringPlan(onRestore, random.nextInt(2)))
                .toString();
    }

    private static void identity(StringBuilder yaml, String id, String labels) {
        yaml.append("""
                kind: Identity
                id: %1$s
                owner: team
                cadence: PT1S
                labels: {%2$s}
                ---
                """.formatted(id, labels));
    }

    private static void credential(StringBuilder yaml, String id, List<String> holders, String labels) {
        yaml.append("""
                kind: Credential
                id: %1$s
                type: OIDC_KEY
                holders: [%2$s]
                verifier: {connector: memory}
                delivery: {connector: memory}
                relyingParties:
                  - {name: service, address: "https://127.0.0.1:1/prove"}
                labels: {%3$s}
                ---
                """.formatted(id, String.join(", ", holders), labels));
    }
}
