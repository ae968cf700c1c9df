package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.testkit.BackendCapabilities;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stands before trying again after a restore. */
class SecondTriesTest {
    private final Simulation world = SimulationTest.world(7, BackendCapabilities.fenced(), "rollout");

    @Test
    void aRestoredRolloutIsPlannedAnewWithItsCauseOnceEveryoneWasSeenGoodAgain() {
        String first = broken();
        assertThat(code(new Order.Retry(first, "too early"), "operator")).isEqualTo("E2106");
        world.runUntil(Duration.ofMinutes(5), now -> now.view(first).endedAt().isPresent());
        assertThat(world.phase(first)).isEqualTo("RESTORED");
        assertThat(world.order(new Order.Retry(first, "a firewall"), "operator"))
                .isInstanceOfSatisfying(Answer.Done.class, done -> {
                    RolloutView view = (RolloutView) done.body();
                    assertThat(view.id()).isEqualTo("plan-2");
                    assertThat(view.reason()).isEqualTo("retry of plan-1: a firewall");
                    assertThat(view.phase()).isEqualTo("APPROVED");
                    assertThat(view.rings()).allMatch(ring -> ring.phase().equals("PENDING"));
                });
        assertThat(world.store.entries)
                .anyMatch(entry -> "retry".equals(entry.detail().get("order"))
                        && "a firewall".equals(entry.detail().get("cause")));
    }

    @Test
    void whoWasNotSeenGoodAgainNeedsAWaiverFromSomebodyElse() {
        String first = broken();
        world.runUntil(Duration.ofMinutes(5), now -> now.phase(first).equals("HALTING"));
        world.silent.add("r1-6");
        world.run(Duration.ofSeconds(40));
        world.order(new Order.Exclude(first, "r1-6", "retired"), "operator");
        world.runUntil(Duration.ofMinutes(5), now -> now.view(first).endedAt().isPresent());
        assertThat(code(new Order.Retry(first, "a firewall"), "operator")).isEqualTo("E2107");
        var waive = new Order.Waive(first, "nobody uses it", new Expiry.After(Duration.ofMinutes(5)));
        assertThat(code(waive, "operator")).isEqualTo("E2003");
        assertThat(code(new Order.Waive(first, "late", new Expiry.At(world.clock.instant())), "approver"))
                .isEqualTo("E2018");
        assertThat(world.order(waive, "approver")).isInstanceOf(Answer.Done.class);
        assertThat(world.view(first).waiver())
                .hasValueSatisfying(waiver -> assertThat(waiver.by()).isEqualTo("approver"));
        world.run(Duration.ofMinutes(6));
        assertThat(code(new Order.Retry(first, "a firewall"), "operator")).isEqualTo("E2107");
        assertThat(world.order(waive, "approver")).isInstanceOf(Answer.Done.class);
        world.crash();
        assertThat(world.order(new Order.Retry(first, "a firewall"), "operator"))
                .isInstanceOf(Answer.Done.class);
    }

    @Test
    void whatIsNotThereCannotBeTriedAgain() {
        assertThat(code(new Order.Retry("none-1", "a firewall"), "operator")).isEqualTo("E2101");
        assertThat(code(new Order.Waive("none-1", "why", new Expiry.After(Duration.ofHours(1))), "approver"))
                .isEqualTo("E2101");
    }

    private String broken() {
        for (int member = 0; member < 5; member++) {
            world.brokenWithCandidate.add("r1-" + member);
        }
        return SimulationTest.started(world);
    }

    private String code(Order order, String by) {
        return Optional.of(world.order(order, by))
                .filter(Answer.Refused.class::isInstance)
                .map(answer -> ((Answer.Refused) answer).reasons().getFirst().code())
                .orElse("done");
    }
}
