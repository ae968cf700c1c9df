package io.nhigovernor.governor.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FactsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aRecordsFingerprintSaysWhichGenerationItMeans() {
        Attribution target = new Attribution(Optional.of(new Fingerprint("old")), Optional.of(new Fingerprint("new")));
        assertThat(target.seen(Optional.of(new Fingerprint("old")))).isEqualTo(GenerationSeen.PRIOR);
        assertThat(target.seen(Optional.of(new Fingerprint("new")))).isEqualTo(GenerationSeen.CANDIDATE);
        assertThat(target.seen(Optional.of(new Fingerprint("else")))).isEqualTo(GenerationSeen.OTHER);
        assertThat(target.seen(Optional.empty())).isEqualTo(GenerationSeen.UNKNOWN);
        assertThat(Attribution.none().seen(Optional.of(new Fingerprint("old")))).isEqualTo(GenerationSeen.OTHER);
        RawSignal raw = new RawSignal(
                "verifier",
                "1",
                "a",
                Optional.of("cred"),
                Optional.of(new Fingerprint("new")),
                RawSignal.Kind.AUTH,
                RawSignal.Result.OK,
                Optional.empty(),
                Optional.empty(),
                Optional.of("probe-1"),
                NOON,
                NOON);
        assertThat(target.of(raw, "cred@a"))
                .isEqualTo(new Signal(
                        "verifier",
                        "1",
                        "cred@a",
                        NOON,
                        RawSignal.Kind.AUTH,
                        RawSignal.Result.OK,
                        GenerationSeen.CANDIDATE,
                        true));
    }

    @Test
    void aTallyKeepsWhenEachGenerationWasUsedAndWhatCameOfIt() {
        Tally tally = new Tally();
        tally.add(call(1, GenerationSeen.PRIOR, RawSignal.Result.OK));
        tally.add(call(3, GenerationSeen.CANDIDATE, RawSignal.Result.FAIL));
        tally.add(call(2, GenerationSeen.CANDIDATE, RawSignal.Result.FAIL));
        tally.add(call(5, GenerationSeen.CANDIDATE, RawSignal.Result.EXCLUDED));
        tally.add(call(4, GenerationSeen.PRIOR, RawSignal.Result.OK));

        Tally.Use candidate = tally.of(GenerationSeen.CANDIDATE).orElseThrow();
        assertThat(candidate.failed()).isEqualTo(2);
        assertThat(candidate.firstFail()).contains(NOON.plusSeconds(2));
        assertThat(candidate.last()).isEqualTo(NOON.plusSeconds(3));
        assertThat(candidate.lastWorked()).isFalse();
        assertThat(tally.lastSeen(GenerationSeen.PRIOR)).contains(NOON.plusSeconds(4));
        assertThat(tally.workedSince(GenerationSeen.PRIOR, NOON.plusSeconds(4))).isTrue();
        assertThat(tally.workedSince(GenerationSeen.PRIOR, NOON.plusSeconds(5))).isFalse();
        assertThat(tally.exclusive(NOON.plusSeconds(4))).isFalse();
        assertThat(tally.exclusive(NOON.plusSeconds(5))).isTrue();
    }

    @Test
    void aSourceIsLateByItsHeartbeatOrElseByItsSignals() {
        Freshness sources = new Freshness();
        assertThat(sources.healthy(0)).isFalse();
        sources.heartbeat("beats", 0);
        sources.signal("beats", 100_000_000);
        sources.signal("talks", 50_000_000);
        assertThat(sources.healthy(60_000_000)).isTrue();
        assertThat(sources.late(60_000_001)).containsExactly("beats");
        assertThat(sources.late(110_000_001)).containsExactly("beats", "talks");
        assertThat(sources.watermark()).isEqualTo(50_000_000);
        sources.expect("never");
        assertThat(sources.late(0)).containsExactly("never");
        assertThat(sources.watermark()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aRepeatIsDroppedForFifteenMinutes() {
        RecentIds recent = new RecentIds();
        assertThat(recent.first("s", "1", 0)).isTrue();
        assertThat(recent.first("t", "1", 0)).isTrue();
        assertThat(recent.first("s", "1", 899_000_000L)).isFalse();
        assertThat(recent.first("s", "2", 900_000_001L)).isTrue();
        assertThat(recent.first("s", "1", 900_000_002L)).isTrue();
    }

    private static Signal call(int second, GenerationSeen generation, RawSignal.Result outcome) {
        return new Signal(
                "s", "i" + second, "a", NOON.plusSeconds(second), RawSignal.Kind.AUTH, outcome, generation, false);
    }
}
