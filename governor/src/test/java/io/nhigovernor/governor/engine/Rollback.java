package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.view.TargetView;
import io.nhigovernor.governor.simulation.Chances;
import io.nhigovernor.governor.simulation.Disturbance;
import io.nhigovernor.governor.store.IntentRow;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.testkit.EffectLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * In a share of the worlds an older copy of the database is brought back once (K12): what came after it is not known to the
 * governor, and is there outside. Nothing goes forward until a human has confirmed that.
 */
final class Rollback {
    private static final int ONE_WORLD_IN = 3;
    private static final Set<String> GIVES_BACK = Set.of("REPOINT", "ENABLE");
    /** After a start, what the process before had sent may still take effect. */
    private static final Duration LANDS = Simulation.CONFIG
            .requestDeadline()
            .plus(Simulation.CONFIG.horizon())
            .plusMillis(500);

    private static final Set<String> AT_REST = Set.of("WAITING", "ADOPTED", "RESTORED", "EXCLUDED", "NEEDS_HUMAN");

    private static final int PATIENCE = 120;

    private final long seed;
    private final Simulation world;
    private final Chances chances;
    private final SplittableRandom random;
    private final int copiedAt;
    private final int broughtBackAt;
    private Optional<SimulatedStore.Copy> copy = Optional.empty();
    private int step;
    private boolean happened;

    Rollback(long seed, Simulation world, Chances chances) {
        this.seed = seed;
        this.world = world;
        this.chances = chances;
        random = new SplittableRandom(seed ^ 0x4B3132L);
        boolean happens = random.nextInt(ONE_WORLD_IN) == 0;
        copiedAt = !happens ? Integer.MAX_VALUE : random.nextInt(5) == 0 ? 0 : random.nextInt(1, 25);
        broughtBackAt = happens ? copiedAt + random.nextInt(1, 20) : Integer.MAX_VALUE;
    }

    boolean happened() {
        return happened;
    }

    /** Nothing was begun yet. */
    void begun() {
        if (copiedAt == 0) {
            copy = Optional.of(world.store.copy());
        }
    }

    /** One more step of any rollout. */
    void step() {
        step++;
        if (step == copiedAt) {
            copy = Optional.of(world.store.copy());
        }
        if (step == broughtBackAt && chances.ordered(Disturbance.DATABASE_SET_BACK, "database")) {
            broughtBack(copy.orElseThrow());
        }
    }

    /**
     * Whether what is left of it stands still for a human, after the lost part led elsewhere (L1): nothing here undoes what a
     * rollout did that is not known any more.
     */
    boolean leavesToAHuman(String rollout) {
        return happened
                && world.targets(rollout).stream()
                        .allMatch(target -> AT_REST.contains(target.phase()) || nothingToGoBackTo(rollout, target));
    }

    /** What it is to go back to was destroyed in the lost part: that is tried on, and there is an alarm. */
    private boolean nothingToGoBackTo(String rollout, TargetView target) {
        Consumer consumer = world.consumers.get(new TargetId(target.credential(), target.identity()));
        String prior = world.view(rollout).changes().stream()
                .filter(change -> change.credential().equals(target.credential()))
                .flatMap(change -> change.prior().stream())
                .findFirst()
                .orElseThrow();
        return world.backend.delivery().fetch(Objects.requireNonNull(consumer).target, new Fingerprint(prior))
                        instanceof Reading.Known<Optional<Material>> known
                && known.value().isEmpty();
    }

    private void broughtBack(SimulatedStore.Copy older) {
        happened = true;
        world.bringBack(older);
        Instant settled = world.clock.instant().plus(LANDS);
        world.run(Duration.ofMillis(random.nextInt(100, 3_000)));
        if (random.nextInt(4) == 0) {
            world.crash();
            settled = world.clock.instant().plus(LANDS);
        }
        if (random.nextInt(4) == 0) {
            world.rollouts().stream()
                    .filter(world::underWay)
                    .forEach(rollout -> world.ask(new Order.Halt(rollout, "back, in the freeze"), "operator"));
        }
        if (world.clock.instant().isBefore(settled)) {
            world.run(Duration.between(world.clock.instant(), settled));
        }
        int looked = world.backend.effects().effects().size();
        for (int trial = 0; world.setBack().isPresent(); trial++) {
            if (trial == PATIENCE) {
                throw new AssertionError("L1: a set-back is never confirmed: " + world.setBack());
            }
            forwardIsRefused();
            world.run(Duration.ofMillis(random.nextInt(200, 1_500)));
            looked = onlyGivenBack(looked);
            if (trial > 2 || random.nextBoolean()) {
                world.ask(new Order.ConfirmSetBack("a backup was brought back"), "anna");
            }
        }
        onlyGivesBack(world.store.openedInFreeze);
    }

    private void forwardIsRefused() {
        String some = world.rollouts().isEmpty()
                ? "forgotten"
                : world.rollouts().get(random.nextInt(world.rollouts().size()));
        Order order = switch (random.nextInt(5)) {
            case 0 -> new Order.Resume(some);
            case 1 -> new Order.Promote(some, "ring-1");
            case 2 -> new Order.Start(some);
            case 3 -> new Order.Exclude(some, "m-0", "out");
            default -> new Order.Propose("plan", "in the freeze", Optional.empty());
        };
        world.ask(order, "operator").ifPresent(answer -> {
            boolean refused = answer instanceof Answer.Refused why
                    && why.reasons().getFirst().code().equals(SetBackDesk.CODE);
            if (!refused) {
                throw new AssertionError("S21: K12 in the freeze " + order + " was answered " + answer);
            }
        });
    }

    /** @return how many effects were looked at */
    private int onlyGivenBack(int looked) {
        List<EffectLog.Effect> effects = world.backend.effects().effects();
        Set<String> recorded =
                world.store.openedInFreeze.stream().map(IntentRow::id).collect(Collectors.toSet());
        for (EffectLog.Effect effect : effects.subList(looked, effects.size())) {
            if (!recorded.contains(effect.intent())) {
                throw new AssertionError("S6: seed " + seed + " in the freeze " + effect + " was done");
            }
        }
        return effects.size();
    }

    private static void onlyGivesBack(List<IntentRow> opened) {
        opened.stream()
                .filter(intent -> !GIVES_BACK.contains(intent.operation()))
                .findFirst()
                .ifPresent(intent -> {
                    throw new AssertionError("S6: in the freeze " + intent.operation() + " of " + intent.subject());
                });
    }
}
