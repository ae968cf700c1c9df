package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.plan.RefusalCode;
import io.nhigovernor.governor.simulation.Chances;
import io.nhigovernor.governor.simulation.Disturbance;
import io.nhigovernor.spi.Fingerprint;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * In a share of the worlds somebody wants another rollout of the same credentials (S21): one that was proposed before the
 * first began, or one proposed meanwhile. Neither begins while the first is under way; right after its end one may, and
 * goes by what is there then.
 */
final class Rival {
    private static final int ONE_WORLD_IN = 3;
    private static final String HELD_BY_ANOTHER = "E2102";
    /** Where the backend cannot be read either, that may be told first. */
    private static final Set<String> TELLING =
            Set.of(RefusalCode.CLAIMED.code(), RefusalCode.UNREADABLE.code(), "E2104");

    private final Simulation world;
    private final Chances chances;
    private final SplittableRandom random;
    private final boolean wanted;
    private Optional<String> draft = Optional.empty();

    Rival(long seed, Simulation world, Chances chances) {
        this.world = world;
        this.chances = chances;
        random = new SplittableRandom(seed ^ 0x533231L);
        wanted = random.nextInt(ONE_WORLD_IN) == 0;
    }

    /** Another one like the one proposed just now, before that begins. */
    void proposedBefore() {
        if (wanted && draft.isEmpty() && random.nextBoolean()) {
            proposes();
        }
    }

    private Optional<Answer> proposes() {
        int before = world.rollouts().size();
        Optional<Answer> answer = world.ask(new Order.Propose("plan", "another", Optional.empty()), "operator");
        if (world.rollouts().size() > before) {
            draft = Optional.of(world.rollouts().getLast());
        }
        return answer;
    }

    /** Now and then, while this one is under way. */
    void tries(String active) {
        if (!wanted || random.nextInt(8) != 0 || !chances.ordered(Disturbance.RIVAL, active)) {
            return;
        }
        boolean drafted = known().isPresent();
        Optional<Answer> answer = drafted ? starts(known().get()) : proposes();
        // While it was asked the first may have ended, or its process.
        if (!world.underWay(active) || answer.isEmpty()) {
            return;
        }
        boolean refused = answer.get() instanceof Answer.Refused why
                && why.reasons().stream()
                        .anyMatch(reason ->
                                drafted ? reason.code().equals(HELD_BY_ANOTHER) : TELLING.contains(reason.code()));
        if (!refused) {
            throw new AssertionError("S21: while " + active + " is under way another was answered " + answer.get());
        }
    }

    private Optional<Answer> starts(String id) {
        for (String by : new String[] {"anna", "ben"}) {
            world.ask(new Order.Approve(id, world.view(id).digest()), by);
        }
        return world.ask(new Order.Start(id), "operator");
    }

    /** The draft, unless it was forgotten, or began when the one before had ended. */
    private Optional<String> known() {
        draft = draft.filter(id -> world.rollouts().contains(id)
                && world.view(id).startedAt().isEmpty()
                && world.view(id).endedAt().isEmpty());
        return draft;
    }

    /** The one that had to wait, right after the end of the one before. */
    Optional<String> takesOver() {
        boolean first = world.rollouts().stream()
                .noneMatch(id -> world.view(id).startedAt().isPresent());
        return first || random.nextBoolean() ? Optional.empty() : known();
    }

    /** What was planned in a calm is a way from what everybody is pointed at. */
    void startsFromWhatIsThere(String rollout) {
        for (RolloutView.ChangeView change : world.view(rollout).changes()) {
            world.consumers.values().stream()
                    .filter(consumer -> consumer.target.credential().id().equals(change.credential()))
                    .forEach(consumer -> {
                        Fingerprint there = world.pointer(consumer.target).generation();
                        if (!change.prior().equals(Optional.of(there.value()))) {
                            throw new AssertionError("S21: " + rollout + " goes from " + change.prior() + ", and "
                                    + consumer.target.id() + " is pointed at " + there);
                        }
                    });
        }
    }
}
