package io.nhigovernor.governor.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nhigovernor.spi.RawSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BaselineTest {
    private static final Instant CUTOVER = Instant.parse("2026-03-01T12:00:00Z");
    private static final RawSignal.Kind AUTH = RawSignal.Kind.AUTH;

    @Test
    void blocksAndSlotsAreCutBackwardsFromTheCutover() {
        BaselineAccumulator past = new BaselineAccumulator(CUTOVER.minusSeconds(1000), CUTOVER);
        past.add(call(-950, RawSignal.Result.FAIL)); // in the partial oldest block: counted, in no block
        past.add(call(-300, RawSignal.Result.OK)); // the last block reaches back to exactly here
        past.add(call(-299.5, RawSignal.Result.FAIL));
        past.add(call(-10, RawSignal.Result.OK));
        past.add(call(-9.5, RawSignal.Result.EXCLUDED));
        past.add(call(0, RawSignal.Result.FAIL));

        AccountBaseline baseline = past.baseline();
        KindBaseline auth = baseline.of(AUTH);
        assertThat(auth.calls()).isEqualTo(4);
        assertThat(auth.failures()).isEqualTo(2);
        assertThat(auth.blocks()).isEqualTo(3);
        assertThat(auth.usualFailures()).isEqualTo(1);
        assertThat(auth.eventRate()).isEqualTo(1 / 5.0);
        assertThat(auth.callsPerBlock()).isEqualTo(1);
        assertThat(auth.shareSum()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(auth.shareBlocks()).isEqualTo(1);
        assertThat(auth.gapSeconds()).isEqualTo(10);
        assertThat(auth.lastOk()).isTrue();
        assertThat(baseline.activeSlots()).isEqualTo(3);
        assertThat(baseline.activeSeconds()).isEqualTo(3);
        assertThat(baseline.longestGapSeconds()).isEqualTo(650);
    }

    @Test
    void anAccountNeverHeardHasAGapOfItsWholeBaseline() {
        AccountBaseline none = new BaselineAccumulator(CUTOVER.minusSeconds(100), CUTOVER).baseline();
        assertThat(none.of(AUTH)).isEqualTo(new KindBaseline(0, 0, 0, 0, 0.5, 0, 100, true, 0, 0));
        assertThat(AccountBaseline.pool(List.of(none))).containsEntry(AUTH, 0.0);
    }

    @Test
    void whatIsKeptLiveGivesTheSameBaselineAsTheStreamItself() {
        Random random = new Random(5);
        for (int run = 0; run < 20; run++) {
            List<Signal> calls = new ArrayList<>();
            double mean = 1 + random.nextInt(100);
            for (double t = -9000; t < 0; t += -mean * Math.log(1 - random.nextDouble())) {
                int dice = random.nextInt(20);
                calls.add(call(
                        t,
                        dice == 0
                                ? RawSignal.Result.EXCLUDED
                                : dice < 3 ? RawSignal.Result.FAIL : RawSignal.Result.OK));
            }
            BaselineAccumulator stream = new BaselineAccumulator(CUTOVER.minusSeconds(7200), CUTOVER);
            calls.forEach(stream::add);
            BaselineRecorder live = new BaselineRecorder(Duration.ofHours(2), CUTOVER.minusSeconds(20_000));
            for (int i = 0; i + 3 <= calls.size(); i += 3) {
                Collections.shuffle(calls.subList(i, i + 3), random);
            }
            calls.forEach(live::add);
            AccountBaseline frozen = live.freeze(CUTOVER, Duration.ofHours(24));
            AccountBaseline expected = stream.baseline();
            assertThat(frozen.windowSeconds()).isEqualTo(7200);
            assertThat(frozen.kinds()).isEqualTo(expected.kinds());
            assertThat(frozen.activeSeconds()).isEqualTo(expected.activeSeconds());
            assertThat(frozen.activeSlots()).isEqualTo(expected.activeSlots());
            assertThat(frozen.longestGapSeconds()).isCloseTo(expected.longestGapSeconds(), within(1.0));
        }
    }

    @Test
    void aVeryBusyAccountIsKeptInFewerWiderBuckets() {
        BaselineRecorder live = new BaselineRecorder(Duration.ofHours(24), CUTOVER.minusSeconds(200_000));
        for (int t = -100_000; t < 0; t++) {
            live.add(call(t, t % 100 == 0 ? RawSignal.Result.FAIL : RawSignal.Result.OK));
        }
        AccountBaseline frozen = live.freeze(CUTOVER, Duration.ofHours(24));
        assertThat((double) frozen.of(AUTH).calls()).isCloseTo(86_400, within(10.0));
        assertThat((double) frozen.activeSeconds()).isCloseTo(86_400, within(10.0));
        assertThat(frozen.activeSlots()).isBetween(8600, 8640);
        assertThat(frozen.of(AUTH).usualFailures()).isBetween(3, 4);
    }

    @Test
    void aBaselineReachesNoFurtherBackThanItsAccountWasObserved() {
        BaselineRecorder live = new BaselineRecorder(Duration.ofHours(24), CUTOVER.minusSeconds(8));
        live.add(call(-5, RawSignal.Result.OK));
        AccountBaseline frozen = live.freeze(CUTOVER, Duration.ofHours(24));
        assertThat(frozen.windowSeconds()).isEqualTo(8);
        assertThat(frozen.activeSlots()).isEqualTo(1);
        assertThat(frozen.callsPerSecond(List.of(AUTH))).isEqualTo(1 / 8.0);
    }

    @Test
    void controlsPausesAreThoseOfAllItsAccountsTogether() {
        Map<String, BaselineRecorder> control = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            control.put("c" + i, new BaselineRecorder(Duration.ofHours(1), CUTOVER.minusSeconds(3600)));
        }
        control.get("c0").add(call(-3000, RawSignal.Result.OK));
        control.get("c1").add(call(-2000, RawSignal.Result.OK));
        control.get("c0").add(call(-1500, RawSignal.Result.EXCLUDED));
        ControlBaseline frozen = BaselineRecorder.freezeControl(control, CUTOVER, Duration.ofHours(1));
        assertThat(frozen.longestGapSeconds()).isEqualTo(1000);
        assertThat(frozen.accounts().get("c0").longestGapSeconds()).isEqualTo(1500);
    }

    private static Signal call(double second, RawSignal.Result outcome) {
        return new Signal(
                "s",
                "i" + second,
                "a",
                CUTOVER.plusNanos(Math.round(second * 1e6) * 1000),
                AUTH,
                outcome,
                GenerationSeen.PRIOR,
                false);
    }
}
