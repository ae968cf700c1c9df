package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Until when each source was heard. */
class TelemetryTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private final Telemetry telemetry = new Telemetry(NOON, raw -> Optional.empty());

    @Test
    void othersTrafficDoesNotKeepASourceAliveThatGivesHeartbeats() {
        telemetry.heartbeat("audit", NOON, NOON);
        signal(NOON.plusSeconds(61), NOON.plusSeconds(61));
        assertThat(telemetry.late(NOON.plusSeconds(61))).containsExactly("audit");
        assertThat(telemetry.heard()).containsEntry("audit", NOON);
        telemetry.heartbeat("audit", NOON.plusSeconds(62), NOON.plusSeconds(62));
        assertThat(telemetry.late(NOON.plusSeconds(62))).isEmpty();
    }

    @Test
    void aSourceThatGivesNoneIsAliveByItsSignals() {
        signal(NOON, NOON);
        assertThat(telemetry.late(NOON.plusSeconds(60))).isEmpty();
        assertThat(telemetry.late(NOON.plusSeconds(61))).containsExactly("audit");
    }

    @Test
    void aSourceThatCatchesUpIsHeardUpToWhereItIs() {
        telemetry.heartbeat("audit", NOON, NOON.plusSeconds(90));
        assertThat(telemetry.late(NOON.plusSeconds(90))).containsExactly("audit");
        assertThat(telemetry.heard()).containsEntry("audit", NOON);
        telemetry.heartbeat("audit", NOON.minusSeconds(30), NOON.plusSeconds(91));
        assertThat(telemetry.heard()).containsEntry("audit", NOON);
    }

    @Test
    void aClockThatRunsAheadIsNotHeardFromTheFuture() {
        telemetry.heartbeat("audit", NOON.plusSeconds(30), NOON);
        assertThat(telemetry.heard()).containsEntry("audit", NOON);
    }

    private void signal(Instant at, Instant now) {
        telemetry.signal(
                new RawSignal(
                        "audit",
                        "r1",
                        "billing",
                        Optional.empty(),
                        Optional.empty(),
                        RawSignal.Kind.AUTH,
                        RawSignal.Result.OK,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        at,
                        now),
                now);
    }
}
