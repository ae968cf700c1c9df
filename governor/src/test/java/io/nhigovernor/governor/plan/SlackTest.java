package io.nhigovernor.governor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How much must be left of a prior for work of some length. */
class SlackTest {
    @ParameterizedTest
    @MethodSource("works")
    void whatIsNeededIsTheLeastThatCoversTheWork(Duration work) {
        Duration needed = Slack.needed(work);
        assertThat(Slack.covers(needed, work)).isTrue();
        assertThat(Slack.covers(needed.minusSeconds(1), work)).isFalse();
    }

    static Stream<Duration> works() {
        return Stream.of(
                Duration.ofSeconds(7),
                Duration.ofMinutes(100),
                Duration.ofHours(143),
                Duration.ofHours(144),
                Duration.ofHours(145),
                Duration.ofDays(30));
    }
}
