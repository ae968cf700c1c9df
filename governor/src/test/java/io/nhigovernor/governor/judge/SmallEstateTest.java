package io.nhigovernor.governor.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.signal.AccountBaseline;
import io.nhigovernor.governor.signal.BaselineRecorder;
import io.nhigovernor.governor.signal.ControlBaseline;
import io.nhigovernor.governor.signal.GenerationSeen;
import io.nhigovernor.governor.signal.Micros;
import io.nhigovernor.governor.signal.Signal;
import io.nhigovernor.spi.RawSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** A small estate with an 8-second baseline and seconds-long windows, as one would try the product first. */
class SmallEstateTest {
    private static final double CALLS_PER_SECOND = 1.5;
    private static final double BASELINE = 8;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00.400Z");
    private static final Gate GATE = new Gate(
            List.of(RawSignal.Kind.AUTH),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            new Gate.Promise.ProofOfLife(),
            Gate.Unattributed.IGNORE,
            0.001,
            Optional.empty(),
            false);

    @Test
    void aHealthyRingIsPromotedSecondsAfterItsLastCutover() {
        double slowest = 0;
        for (int seed = 0; seed < 200; seed++) {
            Run run = new Run(seed, 6, 0, (time, member) -> RawSignal.Result.OK).play(60);
            assertThat(run.halt).as("seed %d", seed).isEmpty();
            double promoted = run.promote.orElseThrow();
            slowest = Math.max(slowest, promoted);
        }
        assertThat(slowest).isLessThan(20);
    }

    @Test
    void aRingOfWhichMostAreDeadIsRestoredWithinAFewFailedCalls() {
        double slowest = 0;
        long most = 0;
        for (int seed = 0; seed < 200; seed++) {
            Run run = new Run(
                            seed,
                            10,
                            0,
                            (time, member) ->
                                    member < 6 && time >= member * 0.1 ? RawSignal.Result.FAIL : RawSignal.Result.OK)
                    .play(60);
            assertThat(run.promote).isEmpty();
            slowest = Math.max(slowest, run.halt.orElseThrow());
            most = Math.max(most, run.judge.progress().candidateFails());
        }
        assertThat(most).isLessThan(20);
        assertThat(slowest).isLessThan(5);
    }

    @Test
    void anOutageAtTheCutoversNeitherHaltsNorPromotesAndIsForgottenLater() {
        for (double quiet : new double[] {8, 7, 4, 0}) {
            for (int seed = 0; seed < 50; seed++) {
                Run run = new Run(
                                seed,
                                6,
                                quiet,
                                (time, member) ->
                                        time >= quiet && time < 8 ? RawSignal.Result.EXCLUDED : RawSignal.Result.OK)
                        .play(120);
                assertThat(run.halt).as("seed %d", seed).isEmpty();
                double promoted = run.promote.orElse(Double.POSITIVE_INFINITY);
                assertThat(promoted).isGreaterThan(8);
                if (quiet >= 7) {
                    assertThat(promoted).isLessThan(60);
                }
            }
        }
    }

    /** One world: control and members call at random, sources tell a little late, every 250 ms we look. */
    private static final class Run {
        final RingJudge judge;
        Optional<Double> promote = Optional.empty();
        Optional<Double> halt = Optional.empty();
        private final List<Signal> calls = new ArrayList<>();

        Run(int seed, int members, double quiet, BiFunction<Double, Integer, RawSignal.Result> world) {
            Random random = new Random(seed);
            Map<String, BaselineRecorder> past = new LinkedHashMap<>();
            Map<String, BaselineRecorder> control = new LinkedHashMap<>();
            for (int i = 0; i < members + 20; i++) {
                String account = i < members ? "m" + i : "c" + (i - members);
                BaselineRecorder recorder = new BaselineRecorder(Duration.ofSeconds(8), at(-BASELINE));
                (i < members ? past : control).put(account, recorder);
                for (double t = -BASELINE; t < 125; t += -Math.log(1 - random.nextDouble()) / CALLS_PER_SECOND) {
                    boolean before = t < 0.1 * i && t < 0.1 * members;
                    if (t >= 0 && t < quiet) {
                        continue;
                    }
                    RawSignal.Result outcome = t < 0 ? RawSignal.Result.OK : world.apply(t, i);
                    if (i >= members && outcome == RawSignal.Result.FAIL) {
                        outcome = RawSignal.Result.OK;
                    }
                    calls.add(new Signal(
                            "verifier",
                            account + "-" + t,
                            account,
                            at(t),
                            RawSignal.Kind.AUTH,
                            outcome,
                            before || i >= members ? GenerationSeen.PRIOR : GenerationSeen.CANDIDATE,
                            false));
                }
            }
            calls.sort(Comparator.comparing(Signal::at));
            Map<String, BaselineRecorder> all = new HashMap<>(past);
            all.putAll(control);
            for (Signal call : calls) {
                if (call.at().isBefore(at(0))) {
                    all.get(call.account()).add(call);
                }
            }
            ControlBaseline before = BaselineRecorder.freezeControl(control, at(0), Duration.ofSeconds(8));
            Map<String, AccountBaseline> frozen = new LinkedHashMap<>();
            past.forEach((id, recorder) -> frozen.put(id, recorder.freeze(at(0), Duration.ofSeconds(8))));
            judge = new RingJudge(new RingSetup(
                    "canary",
                    GATE,
                    List.copyOf(past.keySet()),
                    before,
                    AccountBaseline.pool(frozen.values()),
                    Duration.ofSeconds(8),
                    Set.of(),
                    Set.of("verifier"),
                    RingSetup.Release.WATERMARK));
            this.frozen = frozen;
        }

        private final Map<String, AccountBaseline> frozen;

        Run play(double until) {
            int told = 0;
            int moved = 0;
            List<String> order = List.copyOf(frozen.keySet());
            for (double now = 0; now <= until; now += 0.25) {
                while (moved < order.size() && 0.1 * moved <= now) {
                    judge.cutover(order.get(moved), at(0.1 * moved), frozen.get(order.get(moved)));
                    moved++;
                }
                Instant seenUntil = at(now - 0.05);
                while (told < calls.size() && calls.get(told).at().isBefore(seenUntil)) {
                    judge.signal(calls.get(told++), at(now));
                }
                judge.heartbeat("verifier", seenUntil);
                for (Judgement one : judge.advance(at(now))) {
                    if (one.verdict().word() == Verdict.Word.PROMOTE) {
                        promote = promote.or(() -> Optional.of(seconds(one)));
                    }
                    if (one.verdict().word() == Verdict.Word.RESTORE) {
                        halt = halt.or(() -> Optional.of(seconds(one)));
                    }
                }
            }
            return this;
        }

        private static double seconds(Judgement one) {
            return Micros.seconds(Micros.of(one.at()) - Micros.of(START));
        }

        private static Instant at(double second) {
            return START.plusNanos(Math.round(second * 1e6) * 1000);
        }
    }
}
