package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.engine.view.PriorEndView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A rollout that turns back to priors which soon end goes back all the same, and says until when others must be there. */
class PriorEndsTest {
    private static final Duration LIFE = Duration.ofHours(20);
    private final OutageWorld outage = OutageWorld.of(107);

    @Test
    void whoeverLooksAtTheRestoreSeesWhatEndsAndUntilWhenToStartAndIsAlarmedOnce() {
        Instant end = outage.world.clock.instant().plus(LIFE);
        outage.world.consumers.keySet().forEach(target -> outage.world.expire(target.credential(), end));
        String rollout = outage.started();
        assertThat(outage.world.runUntil(
                        OutageWorld.PATIENCE,
                        now -> outage.ring(rollout, "ring-0").equals("SOAKING")))
                .isTrue();
        outage.world.order(new Order.Halt(rollout, "look at it"), "operator");
        assertThat(outage.becomes(rollout, "RESTORED")).isTrue();
        List<PriorEndView> ends = outage.view(rollout).restore().orElseThrow().priorEnds();
        assertThat(ends).isNotEmpty().allSatisfy(it -> {
            assertThat(it.at()).isEqualTo(end);
            assertThat(it.startBy().orElseThrow()).isBefore(end).isAfter(outage.world.clock.instant());
        });
        assertThat(alarms()).hasSize(ends.size()).doesNotHaveDuplicates();
    }

    @Test
    void aPriorThatLastsLongIsNotSpokenOf() {
        Instant end = outage.world.clock.instant().plus(Duration.ofDays(3));
        outage.world.consumers.keySet().forEach(target -> outage.world.expire(target.credential(), end));
        String rollout = outage.started();
        outage.world.order(new Order.Halt(rollout, "look at it"), "operator");
        assertThat(outage.becomes(rollout, "RESTORED")).isTrue();
        assertThat(alarms()).isEmpty();
    }

    private List<String> alarms() {
        return outage.world.store.entries.stream()
                .filter(entry -> Optional.ofNullable(entry.detail().get("text"))
                        .filter(text -> text.startsWith("PRIOR_ENDS"))
                        .isPresent())
                .map(entry -> entry.subject())
                .toList();
    }
}
