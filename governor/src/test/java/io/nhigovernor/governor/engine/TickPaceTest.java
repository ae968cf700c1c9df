package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TickPaceTest {
    private static final TickPace.Passed TICK = new TickPace.Passed(Duration.ofMillis(200), true);
    private static final TickPace.Passed BLIND = new TickPace.Passed(Duration.ofMillis(200), false);

    private final TickPace pace = new TickPace();

    @Test
    void aRolloutOfUsualSizeIsToldOfEveryTick() {
        for (int tick = 0; tick < 10; tick++) {
            assertThat(pace.tick("usual", 500, TICK)).contains(TICK);
        }
    }

    @Test
    void aVeryLargeOneIsToldOnceASecondOfAllThatPassed() {
        for (int tick = 0; tick < 4; tick++) {
            assertThat(pace.tick("large", 10_000, TICK)).isEmpty();
        }
        assertThat(pace.tick("large", 10_000, TICK)).contains(new TickPace.Passed(Duration.ofSeconds(1), true));
        assertThat(pace.tick("large", 10_000, TICK)).isEmpty();
    }

    @Test
    void timeThatWasBlindInPartIsBlind() {
        pace.tick("large", 1_000, BLIND);
        assertThat(pace.tick("large", 1_000, TICK)).contains(new TickPace.Passed(Duration.ofMillis(400), false));
    }

    @Test
    void noTimeAtAllIsToldAtOnceToWhoHasNoTargets() {
        var nothing = new TickPace.Passed(Duration.ZERO, true);
        assertThat(pace.tick("empty", 0, nothing)).isEqualTo(Optional.of(nothing));
    }
}
