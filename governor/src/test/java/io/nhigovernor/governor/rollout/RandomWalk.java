package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One seeded life of a rollout: random words, answers, faults, crashes and consumers; then a halt, and a world that works. It
 * is put into words only where somebody will read them.
 */
final class RandomWalk {
    private static final List<String> PLANS = List.of("""
            credential db-1: at ledger audit
            ring canary: db-1@billing; quiet 1s; adopt by 8s; return by 8s
            ring rest: db-1@mail db-1@orders; quiet 1s; adopt by 8s; return by 8s
            plan: watch 1s; quarantine 2s
            """, """
            credential db-1: at ledger; unconditional pointer
            credential db-2: at ledger; mint key-signed; settle 2s
            ring canary: db-1@billing db-2@billing; quiet 2s; adopt by 8s; return by 8s
            ring rest: db-1@orders db-2@mail; quiet 2s; adopt by 8s; return by 8s
            plan: watch 2s; quarantine 2s
            """, """
            credential db-1:; disable none
            credential db-2: at ledger; unconditional disable; unconditional pointer
            ring canary: db-1@billing db-2@orders; quiet 1s; adopt by 8s; return by 8s
            ring rest: db-1@mail; approvals 1; quiet 1s; adopt by 8s; return by 8s
            plan: watch 2s; quarantine 2s; on restore rollout
            """, """
            credential db-1: at ledger; uncovered ghost
            credential db-2: at ledger; unconditional disable
            ring canary: db-1@billing db-2@orders; quiet 1s; adopt by 5s; return by 8s
            plan: watch 1s; quarantine 2s
            """, """
            credential db-1: at ledger audit
            ring canary: db-1@billing; quiet 1s; adopt by 8s; return by 8s
            ring rest: db-1@mail db-1@orders; quiet 1s; adopt by 8s; return by 8s
            plan: watch 1s; brown out 2s; quarantine 2s
            """, """
            credential db-1: at ledger; no overlap
            credential db-2: at ledger audit; no overlap; unconditional pointer; settle 1s
            ring canary: db-1@billing db-1@mail; quiet 1s; adopt by 8s; return by 8s
            ring rest: db-2@orders db-2@mail db-2@stock; quiet 1s; adopt by 8s; return by 8s
            plan: watch 1s; quarantine 2s
            """);

    private static final int HUMAN_LOOKS_EVERY = 30;

    private final SplittableRandom random;
    private final Rehearsal rehearsal;
    private final List<String> told = new ArrayList<>();
    private final boolean telling;
    /** What still travels, and when at the latest it lands. */
    private final Map<Instant, Action.Send> travelling = new TreeMap<>();

    private final double trouble;
    private final double wordy;
    /** How readily consumers read what their pointer shows. */
    private final double eager;
    /** An operation that is refused throughout, in some lives. */
    private final Optional<Operation> refused;

    RandomWalk(long seed, boolean telling) {
        this.telling = telling;
        random = new SplittableRandom(seed);
        var plan = new PlanText();
        PLANS.get((int) (seed % PLANS.size())).lines().forEach(plan::take);
        rehearsal = new Rehearsal(plan.plan());
        trouble = new double[] {0.02, 0.1, 0.3}[random.nextInt(3)];
        wordy = new double[] {0.05, 0.5, 1}[random.nextInt(3)];
        eager = new double[] {0, 0.1, 0.5, 0.9}[random.nextInt(4)];
        refused = random.nextInt(4) > 0
                ? Optional.empty()
                : Optional.of(Operation.values()[random.nextInt(Operation.values().length)]);
    }

    List<String> told() {
        return told;
    }

    void walk() {
        tell(() -> "propose", new Event.Proposed());
        tell(() -> "start", new Event.StartOrdered("olga"));
        int steps = 40 + random.nextInt(240);
        for (int step = 0;
                step < steps && !RolloutPhase.over(rehearsal.rollout().phase());
                step++) {
            step();
        }
        converges();
    }

    private void step() {
        land(false);
        double dice = random.nextDouble();
        if (dice < 0.55 && !rehearsal.outstanding.isEmpty()) {
            answer(rehearsal.outstanding.get(random.nextInt(rehearsal.outstanding.size())));
        } else if (dice < 0.72) {
            reload(eager);
        } else if (dice < 0.90) {
            tick(Duration.ofMillis(200L + random.nextInt(1500)), random.nextDouble() > trouble);
        } else if (dice < 0.95) {
            judge();
        } else if (random.nextDouble() < wordy) {
            word();
        } else if (random.nextDouble() < trouble) {
            crash();
        } else if (random.nextDouble() < trouble) {
            TargetId target = anyTarget();
            tell(() -> "a stranger writes the pointer of " + target + " as it was");
            PretendDelivery delivery = rehearsal.world.delivery(target);
            delivery.move(delivery.pointer());
        }
    }

    private void answer(Action action) {
        if (action instanceof Action.Send send
                && refused.equals(Optional.of(send.intent().operation()))) {
            tell(() -> "refuses " + Wording.of(action), rehearsal.notDone(send, Outcome.NotApplied.refused("no")));
        } else if (random.nextDouble() >= trouble) {
            tell(() -> "answers " + Wording.of(action), rehearsal.answer(action));
        } else if (action instanceof Action.Send send) {
            switch (random.nextInt(5)) {
                case 0 -> tell(() -> "is busy with " + Wording.of(action), rehearsal.notDone(send, busy()));
                case 1 ->
                    tell(
                            () -> "refuses " + Wording.of(action),
                            rehearsal.notDone(send, Outcome.NotApplied.refused("no")));
                case 2 -> {
                    rehearsal.perform(send);
                    tell(() -> "loses the answer of " + Wording.of(action), rehearsal.noAnswer(send));
                }
                case 3 -> {
                    travelling.put(rehearsal.now().plusSeconds(1 + random.nextInt(19)), send);
                    tell(() -> "delays " + Wording.of(action), rehearsal.noAnswer(send));
                }
                default -> tell(() -> "drops " + Wording.of(action), rehearsal.noAnswer(send));
            }
        } else if (action instanceof Action.Prove prove && random.nextBoolean()) {
            rehearsal.world.partyRefusals.add(prove.relyingParty() + " " + prove.generation());
            tell(() -> "refuses " + Wording.of(action), rehearsal.answer(action));
            rehearsal.world.partyRefusals.clear();
        } else {
            tell(() -> "does not answer " + Wording.of(action), rehearsal.noAnswer(action));
        }
    }

    private static Outcome busy() {
        return Outcome.NotApplied.busy("later", Duration.ofSeconds(1));
    }

    /** What travels lands at its time, or at the latest now. */
    private void land(boolean all) {
        for (Instant at : List.copyOf(travelling.keySet())) {
            if (all || !at.isAfter(rehearsal.now())) {
                Action.Send send = java.util.Objects.requireNonNull(travelling.remove(at));
                tell(() -> "the late " + Wording.of(send) + " lands");
                rehearsal.perform(send);
            }
        }
    }

    /** Consumers read what their pointer shows and call with it; some still call with what they have. */
    private void reload(double share) {
        for (TargetId target : rehearsal.world.deliveries.keySet()) {
            double dice = random.nextDouble();
            Fingerprint held = java.util.Objects.requireNonNull(rehearsal.consumers.use.get(target));
            if (dice < share) {
                Fingerprint pointer = rehearsal.world.delivery(target).pointer();
                if (!pointer.equals(held)) {
                    tell(() -> target + " now calls with " + pointer);
                }
                rehearsal.seen(target, pointer);
            } else if (share > 0 && dice < (1 + share) / 2) {
                rehearsal.seen(target, held);
            }
        }
    }

    private void tick(Duration passed, boolean healthy) {
        tell(() -> "tick " + passed.toMillis() + (healthy ? "" : " blind"));
        rehearsal.at(passed);
        land(false);
        note(rehearsal.ticked(passed, healthy));
    }

    private void judge() {
        int ring = random.nextInt(rehearsal.rollout().header().rings().size());
        boolean restore = random.nextDouble() < trouble;
        Optional<TargetId> target = restore && random.nextBoolean() ? Optional.of(anyTarget()) : Optional.empty();
        int of = target.map(id -> java.util.Objects.requireNonNull(
                                rehearsal.rollout().cutovers().get(id))
                        .ring())
                .orElse(ring);
        String word = restore ? "restore" : "promote";
        tell(
                () -> "judged " + target.map(TargetId::toString).orElse("ring " + of) + " " + word,
                rehearsal.verdict(of, target, word));
    }

    private void word() {
        var rings = rehearsal.rollout().header().rings();
        String ring = rings.get(random.nextInt(rings.size())).name();
        String identity = anyTarget().identity();
        boolean goesOn = rehearsal.rollout().phase() instanceof RolloutPhase.Held && random.nextBoolean();
        Event event = switch (goesOn ? random.nextInt(6, 20) : random.nextInt(15)) {
            case 0 -> new Event.HaltOrdered("olga", "stop");
            case 1 -> new Event.HoldOrdered("olga", "look", Optional.empty(), Optional.empty());
            case 2 -> new Event.RestoreOrdered("olga", Optional.of(ring), Optional.empty(), "back");
            case 3, 4, 5 -> new Event.RestoreOrdered("olga", Optional.empty(), Optional.of(identity), "back");
            case 6, 7, 8 -> new Event.ExcludeOrdered("olga", excludable().orElse(identity), "out");
            case 9 -> new Event.PromoteOrdered("olga", ring);
            case 10 -> new Event.ApprovalGiven("anna", "sha256:plan");
            case 11 -> random.nextBoolean() ? new Event.Proposed() : new Event.StartOrdered("olga");
            default -> new Event.ResumeOrdered("olga");
        };
        tell(event::toString, event);
    }

    private Optional<String> excludable() {
        return rehearsal.rollout().cutovers().values().stream()
                .filter(cutover -> cutover.phase() instanceof CutoverPhase.Restored)
                .map(cutover -> cutover.target().identity())
                .findFirst();
    }

    private TargetId anyTarget() {
        return List.copyOf(rehearsal.rollout().cutovers().keySet())
                .get(random.nextInt(rehearsal.rollout().cutovers().size()));
    }

    private void crash() {
        boolean effects = random.nextBoolean();
        tell(() -> effects ? "crash after the effect" : "crash");
        if (effects) {
            rehearsal.outstanding.stream()
                    .filter(Action.Send.class::isInstance)
                    .map(Action.Send.class::cast)
                    .forEach(rehearsal::perform);
        }
        rehearsal.crash();
    }

    /** No more trouble: a halt is ordered, again now and then for what waits for a human, and everything comes to rest. */
    private void converges() {
        land(true);
        for (int round = 0;
                round < 120 && !RolloutPhase.over(rehearsal.rollout().phase());
                round++) {
            if (round % HUMAN_LOOKS_EVERY == 0) {
                tell(() -> "halt", new Event.HaltOrdered("olga", "enough"));
            }
            while (!rehearsal.outstanding.isEmpty()) {
                Action action = rehearsal.outstanding.getFirst();
                tell(() -> "answers " + Wording.of(action), rehearsal.answer(action));
            }
            reload(1);
            tick(Duration.ofSeconds(1), true);
        }
        if (!RolloutPhase.over(rehearsal.rollout().phase())) {
            throw new AssertionError("L1: not at rest: " + rehearsal.rollout().phase() + " "
                    + rehearsal.rollout().changes().values() + " "
                    + rehearsal.rollout().cutovers().values());
        }
    }

    private void tell(Supplier<String> what, Event event) {
        tell(what);
        note(rehearsal.on(event));
    }

    private void tell(Supplier<String> what) {
        if (telling) {
            told.add(what.get());
        }
    }

    private void note(Step step) {
        if (telling) {
            Wording.of(step).forEach(line -> told.add("> " + line));
        }
    }
}
