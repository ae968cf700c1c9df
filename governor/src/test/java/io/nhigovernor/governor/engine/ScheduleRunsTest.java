package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.engine.view.ScheduleView;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.testkit.BackendCapabilities;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schedules from the document to the end of their rollouts, in virtual time. */
class ScheduleRunsTest {
    private final Simulation world = world();

    @Test
    void onceRunsOnceAndByItself() {
        apply("once: " + in(Duration.ofSeconds(10)));
        world.run(Duration.ofSeconds(9));
        assertThat(world.rollouts()).isEmpty();
        world.runUntil(Duration.ofMinutes(5), now -> now.ended("plan-1"));
        assertThat(world.phase("plan-1")).isEqualTo("COMPLETED");
        assertThat(world.view("plan-1").requester()).isEqualTo("schedule/nightly");
        world.run(Duration.ofMinutes(1));
        assertThat(world.rollouts()).containsExactly("plan-1");
        assertThat(view().state()).isEqualTo("started plan-1");
    }

    @Test
    void everyRunsAgainAndAgain() {
        apply("every: PT3M");
        world.run(Duration.ofMinutes(7));
        assertThat(world.rollouts()).containsExactly("plan-1", "plan-2");
        assertThat(world.phase("plan-1")).isEqualTo("COMPLETED");
        assertThat(world.phase("plan-2")).isNotEqualTo("APPROVED");
    }

    @Test
    void ticksMissedWhileTheGovernorWasDownRunOnceTogether() {
        apply("every: PT3M");
        world.asleep(Duration.ofMinutes(10));
        world.run(Duration.ofMinutes(1));
        assertThat(world.rollouts()).containsExactly("plan-1");
    }

    @Test
    void beforeExpiryRunsOnceForAnExpiryInUse() {
        Instant expiry = world.clock.instant().plus(Duration.ofHours(3));
        world.expire("key/r0-0", expiry);
        apply("beforeExpiry: PT2H59M");
        world.run(Duration.ofSeconds(59));
        assertThat(world.rollouts()).isEmpty();
        world.run(Duration.ofMinutes(3));
        assertThat(world.rollouts()).containsExactly("plan-1");
        assertThat(world.phase("plan-1")).isEqualTo("COMPLETED");
        world.crash();
        world.run(Duration.ofMinutes(2));
        assertThat(world.rollouts()).containsExactly("plan-1");
    }

    @Test
    void aRefusedProposalIsAnAlarmAndNotTriedWithoutEnd() {
        world.apply("""
                kind: Schedule
                id: nightly
                ringPlan: plan
                reason: policy
                once: %s
                """.formatted(in(Duration.ofSeconds(2))));
        world.expire("key/r0-0", world.clock.instant().plus(Duration.ofSeconds(12)));
        world.run(Duration.ofSeconds(8));
        assertThat(world.rollouts()).isEmpty();
        assertThat(alarms()).hasSize(1);
        assertThat(alarms().getFirst()).contains("its rollout was refused");
        assertThat(view().state()).startsWith("refused: ");
    }

    @Test
    void aRolloutThatWaitsForAnApprovalSaysSoAndBeginsByItselfOnceApproved() {
        apply("once: " + in(Duration.ofSeconds(2)), 1);
        world.run(Duration.ofSeconds(20));
        assertThat(world.phase("plan-1")).isEqualTo("PROPOSED");
        assertThat(view().state()).isEqualTo("plan-1 waits: it is not approved");
        assertThat(alarms()).containsExactly("plan-1 waits: it is not approved; it begins by itself when it may");
        world.crash();
        world.run(Duration.ofSeconds(20));
        assertThat(world.rollouts()).containsExactly("plan-1");
        RolloutView proposed = world.view("plan-1");
        assertThat(world.order(new Order.Approve("plan-1", proposed.digest()), "somebody"))
                .isInstanceOf(Answer.Done.class);
        world.run(Duration.ofSeconds(1));
        assertThat(world.phase("plan-1")).isEqualTo("RUNNING");
        assertThat(view().state()).isEqualTo("started plan-1");
    }

    @Test
    void afterTwoRestoresInADayTheThirdStartAsksForAHumansWaiver() {
        for (int member = 0; member < 5; member++) {
            world.brokenWithCandidate.add("r1-" + member);
        }
        world.apply(SimulationTest.ringPlan("rollout", 0));
        schedule("every: PT3M");
        world.run(Duration.ofMinutes(15));
        assertThat(world.rollouts()).containsExactly("plan-1", "plan-2", "plan-3");
        assertThat(world.phase("plan-1")).isEqualTo("RESTORED");
        assertThat(world.phase("plan-2")).isEqualTo("RESTORED");
        assertThat(world.phase("plan-3")).isEqualTo("APPROVED");
        assertThat(view().state())
                .isEqualTo("plan-3 waits: two restores within a day, so the next start asks for a human's waiver");
        assertThat(world.order(new Order.Start("plan-3"), "somebody"))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused ->
                                assertThat(refused.reasons().getFirst().code()).isEqualTo("E2105"));
        var waive = new Order.Waive("plan-3", "the services were repaired", new Expiry.After(Duration.ofHours(1)));
        assertThat(world.order(waive, "approver")).isInstanceOf(Answer.Done.class);
        world.crash();
        world.run(Duration.ofSeconds(1));
        assertThat(world.phase("plan-3")).isEqualTo("RUNNING");
    }

    @Test
    void theLedgerSaysThatItWasASchedule() {
        apply("once: " + in(Duration.ofSeconds(2)));
        world.run(Duration.ofSeconds(5));
        assertThat(world.store.entries.stream()
                        .filter(entry -> entry.actor().equals("schedule/nightly"))
                        .map(LedgerDraft::method)
                        .distinct())
                .containsExactly("schedule");
    }

    private void apply(String trigger) {
        apply(trigger, 0);
    }

    private void apply(String trigger, int approvals) {
        world.apply(SimulationTest.ringPlan("ring", approvals));
        schedule(trigger);
    }

    private void schedule(String trigger) {
        world.apply("""
                kind: Schedule
                id: nightly
                ringPlan: plan
                reason: policy
                %s
                """.formatted(trigger));
    }

    private String in(Duration delay) {
        return world.clock.instant().plus(delay).toString();
    }

    private ScheduleView view() {
        return world.schedules().getFirst();
    }

    private List<String> alarms() {
        return world.store.entries.stream()
                .filter(entry -> entry.action() == LedgerAction.ALARM)
                .filter(entry -> entry.subject().equals("Schedule/nightly"))
                .map(entry -> entry.detail().getOrDefault("text", ""))
                .toList();
    }

    private static Simulation world() {
        Simulation world = SimulationTest.world(7, BackendCapabilities.fenced(), "ring");
        world.run(Duration.ofSeconds(8));
        return world;
    }
}
