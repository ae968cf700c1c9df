package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SnapshotPaceTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TICK = Duration.ofMillis(200);

    private final SnapshotPace pace = new SnapshotPace(Duration.ofSeconds(1));

    @Test
    void aSmallRolloutIsKeptEverySecondAndALargeOneMoreSeldom() {
        assertThat(times("small", 20)).isEqualTo(60);
        assertThat(times("at the edge", 200)).isEqualTo(60);
        assertThat(times("large", 1_000)).isEqualTo(12);
        assertThat(times("very large", 10_000)).isOne();
    }

    @Test
    void eachRolloutHasAPaceOfItsOwn() {
        assertThat(pace.due("one", 1, BEGIN)).isFalse();
        assertThat(pace.due("other", 1, BEGIN.plusMillis(900))).isFalse();
        assertThat(pace.due("one", 1, BEGIN.plusSeconds(1))).isTrue();
        assertThat(pace.due("other", 1, BEGIN.plusSeconds(1))).isFalse();
    }

    /** Within a minute. */
    private int times(String rollout, int targets) {
        int times = 0;
        for (Duration passed = Duration.ZERO;
                passed.compareTo(Duration.ofMinutes(1)) <= 0;
                passed = passed.plus(TICK)) {
            times += pace.due(rollout, targets, BEGIN.plus(passed)) ? 1 : 0;
        }
        return times;
    }
}
