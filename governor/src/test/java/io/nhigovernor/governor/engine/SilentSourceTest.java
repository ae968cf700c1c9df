package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.engine.view.TargetView;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A source is known to be late after a minute; what it has not said before that is no silence of the consumers. */
class SilentSourceTest {
    @Test
    void whatASourceHasNotSaidYetIsNoQuietTime() {
        OutageWorld outage = OutageWorld.of(61);
        Simulation world = outage.world;
        Consumer stays = world.pod(OutageWorld.id("r0-1"));
        stays.follows = false;
        String rollout = outage.started();
        assertThat(world.runUntil(
                        Duration.ofSeconds(60),
                        now -> outage.consumer("r0-1").using != stays.using
                                && target(now, rollout).candidate().ok() > 0))
                .isTrue();
        world.beating = false;
        outage.everybody().forEach(consumer -> consumer.heard = false);
        world.run(Duration.ofSeconds(20));
        assertThat(target(world, rollout).phase()).isEqualTo("PROMOTED");
        world.beating = true;
        outage.everybody().forEach(consumer -> consumer.heard = true);
        assertThat(world.runUntil(OutageWorld.PATIENCE, now -> now.ended(rollout)))
                .isTrue();
        assertThat(world.phase(rollout)).isEqualTo("RESTORED");
        assertThat(outage.lockedOut()).isZero();
    }

    @Test
    void aQuarantineIsNotOverBeforeEverySourceSpokeOfIt() {
        OutageWorld outage = OutageWorld.of(62);
        Simulation world = outage.world;
        String rollout = outage.started();
        assertThat(world.runUntil(OutageWorld.PATIENCE, now -> in(now, rollout, "QUARANTINED")))
                .isTrue();
        world.beating = false;
        outage.everybody().forEach(consumer -> consumer.heard = false);
        world.run(Duration.ofSeconds(20));
        assertThat(in(world, rollout, "QUARANTINED")).isTrue();
        assertThat(in(world, rollout, "RETIRING") || in(world, rollout, "DONE")).isFalse();
        world.beating = true;
        outage.everybody().forEach(consumer -> consumer.heard = true);
        assertThat(outage.becomes(rollout, "COMPLETED")).isTrue();
    }

    private static boolean in(Simulation world, String rollout, String phase) {
        return world.view(rollout).changes().stream()
                .anyMatch(change -> change.phase().equals(phase));
    }

    private static TargetView target(Simulation world, String rollout) {
        return world.targets(rollout).stream()
                .filter(target -> target.identity().equals("r0-1"))
                .findFirst()
                .orElseThrow();
    }
}
