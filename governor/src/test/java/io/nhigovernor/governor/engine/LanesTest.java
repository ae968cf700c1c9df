package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.ring.Selector;
import io.nhigovernor.governor.rollout.Action;
import io.nhigovernor.governor.rollout.OpenIntent;
import io.nhigovernor.governor.rollout.Operation;
import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final Plan PLAN = new Plan(
            "sha256:plan",
            new RingPlan(
                    "plan",
                    Selector.ids(List.of()),
                    Selector.ids(List.of()),
                    RingPlan.DEFAULT_BASELINE,
                    Duration.ZERO,
                    Duration.ZERO,
                    RingPlan.OnRestore.RING,
                    List.of()),
            List.of(),
            List.of(),
            List.of(),
            Duration.ZERO,
            CapabilityClass.weakest(List.of()),
            "",
            "",
            List.of(),
            List.of(),
            Optional.empty());

    private final Lanes lanes = new Lanes(2, 4);

    @Test
    void nothingForwardStandsBeforeARestore() {
        for (int chore = 0; chore < 10; chore++) {
            lanes.ask(forward("promote-" + chore));
        }
        assertThat(lanes.ask(urgent("repoint"))).containsExactly(urgent("repoint"));
    }

    @Test
    void noAmountOfTidyingUpTakesThePermitsThatGiveConsumersTheirPriorBack() {
        List<Task> begun = new ArrayList<>();
        for (int chore = 0; chore < 10; chore++) {
            begun.addAll(lanes.ask(tidy("discard-" + chore)));
        }
        assertThat(begun).hasSize(2);
        assertThat(lanes.ask(urgent("repoint-1"))).hasSize(1);
        assertThat(lanes.ask(urgent("repoint-2"))).hasSize(1);
        assertThat(lanes.ask(urgent("repoint-3"))).isEmpty();
        assertThat(lanes.finished(true)).containsExactly(urgent("repoint-3"));
        assertThat(lanes.finished(true)).isEmpty();
        assertThat(lanes.finished(true)).isEmpty();
        assertThat(lanes.finished(true)).containsExactly(tidy("discard-2"));
    }

    @Test
    void whatIsTakenBackDoesNotBegin() {
        lanes.ask(forward("a"));
        lanes.ask(forward("b"));
        lanes.ask(forward("c"));
        lanes.ask(forward("d"));
        assertThat(lanes.withdraw(task -> task.equals(forward("c")), new ArrayList<>()))
                .containsExactly(forward("c"));
        assertThat(lanes.finished(false)).containsExactly(forward("d"));
        assertThat(lanes.finished(false)).isEmpty();
    }

    @Test
    void whatHasItsPermitAndHasNotBegunIsTakenBackTooAndTheNextOneGetsIt() {
        lanes.ask(forward("a"));
        lanes.ask(forward("b"));
        lanes.ask(forward("c"));
        lanes.ask(forward("d"));
        lanes.ask(forward("e"));
        List<Task> released = new ArrayList<>(lanes.finished(false));
        released.addAll(lanes.ask(urgent("repoint")));
        assertThat(released).containsExactly(forward("c"), urgent("repoint"));
        assertThat(lanes.withdraw(task -> !task.equals(forward("e")), released))
                .containsExactly(forward("d"), forward("c"));
        assertThat(released).containsExactly(urgent("repoint"), forward("e"));
        assertThat(lanes.finished(false)).isEmpty();
    }

    private static Task forward(String name) {
        return send(name, Operation.PROMOTE);
    }

    private static Task tidy(String name) {
        return send(name, Operation.DISCARD);
    }

    private static Task urgent(String name) {
        return send(name, Operation.REPOINT);
    }

    private static Task send(String name, Operation operation) {
        var target = new TargetId("db-1", "billing");
        var intent = new OpenIntent(
                name, operation, "db-1", Optional.of(target), "attempt", Optional.empty(), Optional.empty());
        var action = new Action.Send(intent, Optional.empty(), Optional.empty());
        return new Task.Act("r1", PLAN, action, Tier.NORMAL);
    }
}
