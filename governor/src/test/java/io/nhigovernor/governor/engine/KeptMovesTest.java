package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A move is durable together with the past that it is judged by, whatever was kept when of everything else. */
class KeptMovesTest {
    @Test
    void aMemberThatMovedRightBeforeACrashIsJudgedAfterIt() {
        OutageWorld outage = OutageWorld.of(64);
        Simulation world = outage.world;
        String rollout = outage.started();
        long moved = 0;
        int crashes = 0;
        while (!world.ended(rollout)) {
            long before = moved;
            if (!world.runUntil(Duration.ofMinutes(5), now -> now.ended(rollout) || moved(now, rollout) > before)) {
                break;
            }
            moved = moved(world, rollout);
            if (moved > before) {
                // Nothing was kept since but the move itself.
                world.crash();
                crashes++;
                assertThat(moved(world, rollout)).isEqualTo(moved);
            }
        }
        assertThat(world.phase(rollout)).isEqualTo("COMPLETED");
        assertThat(crashes).isGreaterThan(3);
        assertThat(outage.lockedOut()).isZero();
    }

    /** As the watch says it, which is what the judge goes by. */
    private static long moved(Simulation world, String rollout) {
        return world.targets(rollout).stream()
                .filter(target -> target.movedAt().isPresent())
                .count();
    }
}
