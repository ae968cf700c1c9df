package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.testkit.BackendCapabilities;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The label is read from what is applied now, not from the plan: a legal hold may come after the rollout began. */
class RetainedPriorTest {
    private static final String LABELS = "ring: \"1\", group: moving";
    private final Simulation world = SimulationTest.world(11, BackendCapabilities.fenced(), "ring");

    @Test
    void aPriorThatCameUnderAHoldWhileItsRolloutRanIsNotTakenAway() {
        world.run(Duration.ofSeconds(8));
        world.order(new Order.Propose("plan", "test", Optional.empty()), "operator");
        world.order(new Order.Start("plan-1"), "operator");
        world.run(Duration.ofSeconds(5));
        assertThat(world.phase("plan-1")).isEqualTo("RUNNING");
        apply(LABELS + ", hold: litigation 7");
        world.run(Duration.ofMinutes(2));
        assertThat(world.phase("plan-1")).isEqualTo("HELD");
        assertThat(world.view("plan-1").why()).contains("governor: the prior of key/r1-3 is retained: litigation 7");
        world.crash();
        world.run(Duration.ofSeconds(5));
        assertThat(world.phase("plan-1")).isEqualTo("HELD");
        apply(LABELS);
        world.order(new Order.Resume("plan-1"), "operator");
        world.run(Duration.ofMinutes(1));
        assertThat(world.phase("plan-1")).isEqualTo("COMPLETED");
    }

    private void apply(String labels) {
        var yaml = new StringBuilder();
        SimulationTest.account(yaml, "r1-3", labels);
        world.apply(yaml.substring(0, yaml.lastIndexOf("---")));
    }
}
