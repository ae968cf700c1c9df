package io.nhigovernor.governor.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.signal.AccountBaseline;
import io.nhigovernor.governor.signal.GenerationSeen;
import io.nhigovernor.governor.signal.Signal;
import io.nhigovernor.spi.RawSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RingJudgeTest {
    private static final Gate.Promise LIFE = new Gate.Promise.ProofOfLife();
    private static final AccountBaseline BUSY = Scene.calling(10, 5);
    private static final Gate QUICK = Scene.gate(Duration.ofSeconds(30), Duration.ofMinutes(10), LIFE);

    @Test
    void theGoldenTraceHaltsOnTheFourthFailedCall() {
        Scene scene = new Scene(Gate.defaults(), Scene.names("a", 5), Map.of());
        scene.cutover(0, Scene.calling(3600, 20));
        scene.ok(4, "a3").fail(7, "a0").ok(11, "a4").fail(13, "a1").ok(19, "a3").fail(22, "a0");
        scene.advance(26);
        assertThat(scene.ringRestore()).isEmpty();
        scene.fail(26, "a2").heartbeat(27).advance(27);

        Judgement halt = scene.ringRestore().orElseThrow();
        assertThat(scene.second(halt)).isEqualTo(26.0);
        assertThat(halt.verdict().codes()).containsExactly(ReasonCode.RING_BROKEN);
        assertThat(halt.verdict().lnS1()).isCloseTo(8.36048828204, within(1e-9));
        // The trace's own number takes S3 = S4 = 1; a real ring has its own.
        assertThat(RingEvidence.combine(halt.verdict().lnS1(), 0, 0)).isCloseTo(7.6675750042, within(1e-9));
        assertThat(halt.verdict().lnE())
                .isEqualTo(RingEvidence.combine(
                        halt.verdict().lnS1(),
                        halt.verdict().lnS3(),
                        halt.verdict().lnS4()))
                .isGreaterThanOrEqualTo(Math.log(1000));
        assertThat(halt.verdict().notes()).containsExactly(Note.NO_CONTROL);
        assertThat(scene.judge.progress().candidateFails()).isEqualTo(4);
    }

    @Test
    void aRestoreIsLatchedWhateverFollows() {
        Scene scene = broken();
        for (int t = 100; t < 200; t++) {
            everyone(scene, t);
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.judge.current().word()).isEqualTo(Verdict.Word.RESTORE);
        assertThat(scene.heard.getLast().verdict().word()).isEqualTo(Verdict.Word.RESTORE);
    }

    @Test
    void aHealthyRingIsPromotedOnceTheWindowIsOver() {
        Scene scene = healthy(QUICK, 6);
        play(scene, 0, 40);

        Judgement promotion = scene.promotion().orElseThrow();
        assertThat(scene.second(promotion)).isEqualTo(30.0);
        assertThat(promotion.verdict().codes()).containsExactly(ReasonCode.PROVEN);
        assertThat(scene.heard.getFirst().verdict().word()).isEqualTo(Verdict.Word.WATCH);
    }

    @Test
    void withoutEnoughTrafficThePromiseIsNotKeptYet() {
        Scene scene = healthy(
                Scene.gate(Duration.ofSeconds(30), Duration.ofHours(4), new Gate.Promise.Excess(Optional.empty())), 6);
        play(scene, 0, 120);
        assertThat(scene.codes()).containsExactly(ReasonCode.POWER);
        assertThat(scene.judge.current().word()).isEqualTo(Verdict.Word.WATCH);
        play(scene, 120, 2400);

        Judgement promotion = scene.promotion().orElseThrow();
        assertThat(promotion.verdict().delta()).isLessThan(0.05);
        // 168 active account-minutes of 6 members
        assertThat(scene.second(promotion)).isBetween(27 * 60.0, 30 * 60.0);
    }

    @Test
    void aRingThatWentSilentWhileControlTalksIsHeldThenRestored() {
        Scene scene = healthy(QUICK, 10);
        for (int t = 0; t < 400 && scene.ringRestore().isEmpty(); t++) {
            scene.controlTalks(t + 0.5).heartbeat(t + 1).advance(t + 1);
            if (t == 40) {
                assertThat(scene.codes()).contains(ReasonCode.SILENT);
                assertThat(scene.judge.current().word()).isEqualTo(Verdict.Word.HOLD);
            }
        }
        assertThat(scene.ringRestore()).isPresent();
        assertThat(scene.second(scene.ringRestore().orElseThrow())).isBetween(20.0, 60.0);
    }

    @Test
    void whenAllAreSilentNobodyIs() {
        Scene scene = healthy(QUICK, 10);
        play(scene, 0, 0);
        for (int t = 0; t < 500; t++) {
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.ringRestore()).isEmpty();
        assertThat(scene.codes()).contains(ReasonCode.TELEMETRY_LATE);
        assertThat(scene.judge.current().word()).isEqualTo(Verdict.Word.HOLD);
        assertThat(scene.judge.current().lnE()).isLessThan(0.1);
    }

    @Test
    void failuresThatControlSharesAreNotHeldAgainstTheRing() {
        Scene scene = healthy(Scene.gate(Duration.ofMinutes(5), Duration.ofMinutes(30), LIFE), 6);
        play(scene, 0, 200);
        for (int t = 200; t < 215; t++) {
            for (String account : scene.setup.control().accounts().keySet()) {
                scene.say(t + 0.2, account, RawSignal.Result.FAIL, GenerationSeen.PRIOR);
            }
            for (String member : scene.setup.members()) {
                scene.fail(t + 0.3, member);
            }
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.codes()).contains(ReasonCode.COMMON_MODE);
        assertThat(scene.ringRestore()).isEmpty();
        assertThat(scene.judge.current().lnS1()).isLessThan(0);
        play(scene, 215, 500);
        assertThat(scene.promotion()).isPresent();
    }

    @Test
    void aSourceThatIsNotHeardHoldsAndStopsTheWindow() {
        Scene scene = healthy(Scene.gate(Duration.ofMinutes(3), Duration.ofMinutes(30), LIFE), 6);
        play(scene, 0, 20);
        scene.advance(100);
        assertThat(scene.codes()).contains(ReasonCode.TELEMETRY_LATE, ReasonCode.TOO_EARLY);
        scene.advance(700);
        assertThat(scene.codes()).contains(ReasonCode.INCONCLUSIVE);
        assertThat(scene.promotion()).isEmpty();
    }

    @Test
    void aMemberSeenOnThePriorOnlyIsNotAdopted() {
        Scene scene = healthy(QUICK, 6);
        for (int t = 0; t < 60; t++) {
            scene.controlTalks(t + 0.1);
            for (String member : scene.setup.members()) {
                boolean behind = member.equals("a2");
                scene.say(
                        t + 0.3,
                        member,
                        behind ? RawSignal.Result.FAIL : RawSignal.Result.OK,
                        behind ? GenerationSeen.PRIOR : GenerationSeen.CANDIDATE);
            }
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.codes()).containsExactlyInAnyOrder(ReasonCode.NOT_ADOPTED, ReasonCode.UNPROVEN);
        assertThat(scene.judge.progress().notAdopted()).containsExactly("a2");
        assertThat(scene.judge.current().lnS1()).isLessThan(0);
    }

    @Test
    void aProofThatIsHalfAnHourOldIsStale() {
        Scene scene = healthy(Scene.gate(Duration.ofMinutes(40), Duration.ofHours(4), LIFE), 6);
        play(scene, 0, 60);
        for (int t = 60; t < 2700; t++) {
            scene.controlTalks(t + 0.1);
            for (String member : scene.setup.members()) {
                if (!member.equals("a4")) {
                    scene.ok(t + 0.3, member);
                }
            }
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.codes()).containsExactly(ReasonCode.STALE);
        scene.ok(2700.5, "a4").heartbeat(2701).advance(2701);
        assertThat(scene.promotion()).isPresent();
    }

    @Test
    void aDormantMemberNeedsAProbeOrAWaiver() {
        for (boolean waived : new boolean[] {false, true}) {
            Scene scene = new Scene(
                    QUICK,
                    Scene.names("a", 2),
                    Scene.control(20, Scene.calling(1, 1)),
                    waived ? Set.of("a1") : Set.of());
            scene.judge.cutover("a0", scene.at(0), BUSY);
            scene.judge.cutover("a1", scene.at(0), Scene.calling(43_200, 20_000));
            for (int t = 0; t < 40; t++) {
                scene.controlTalks(t + 0.1).ok(t + 0.3, "a0").heartbeat(t + 1).advance(t + 1);
            }
            assertThat(scene.promotion().isPresent()).isEqualTo(waived);
            if (!waived) {
                assertThat(scene.codes()).containsExactly(ReasonCode.DORMANT);
                Signal call = scene.signalOf(40.5, "a1", RawSignal.Result.OK, GenerationSeen.CANDIDATE);
                scene.judge.signal(probe(call), scene.at(40.5));
                scene.ok(40.6, "a0").heartbeat(41).advance(41);
                assertThat(scene.promotion()).isPresent();
            }
        }
    }

    @Test
    void ourOwnProbesAreNeverEvidenceNorProof() {
        Scene scene = healthy(QUICK, 6);
        for (int t = 0; t < 31; t++) {
            scene.controlTalks(t + 0.1);
            for (String member : scene.setup.members()) {
                RawSignal.Result outcome = t % 2 == 0 ? RawSignal.Result.FAIL : RawSignal.Result.OK;
                scene.judge.signal(
                        probe(scene.signalOf(t + 0.3, member, outcome, GenerationSeen.CANDIDATE)), scene.at(t + 0.3));
            }
            scene.advance(t + 1);
        }
        assertThat(scene.codes()).contains(ReasonCode.UNPROVEN, ReasonCode.SILENT);
        assertThat(scene.codes()).doesNotContain(ReasonCode.TELEMETRY_LATE);
        assertThat(scene.judge.progress().candidateFails()).isZero();
    }

    @Test
    void anUnknownGenerationOnlyEndsSilence() {
        Scene scene = healthy(QUICK, 6);
        for (int t = 0; t < 40; t++) {
            scene.controlTalks(t + 0.1);
            for (String member : scene.setup.members()) {
                scene.say(t + 0.3, member, RawSignal.Result.FAIL, GenerationSeen.UNKNOWN);
            }
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.codes()).containsExactly(ReasonCode.UNPROVEN);
        assertThat(scene.judge.current().lnS1()).isEqualTo(0);
    }

    @Test
    void anUnknownGenerationCountsWhereTheGateSaysSo() {
        Gate d = QUICK;
        Gate gate = new Gate(
                d.signals(),
                d.settle(),
                d.maxCacheTtl(),
                d.minWindow(),
                d.maxWindow(),
                d.promise(),
                Gate.Unattributed.CANDIDATE,
                d.alpha(),
                d.probation(),
                false);
        Scene scene = healthy(gate, 6);
        for (int t = 0; t < 40; t++) {
            scene.controlTalks(t + 0.1);
            for (String member : scene.setup.members()) {
                scene.say(t + 0.3, member, RawSignal.Result.OK, GenerationSeen.UNKNOWN);
            }
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.promotion()).isPresent();
    }

    @Test
    void oneDeadAccountIsRestoredAloneAndHoldsTheRingUntilExcluded() {
        Scene scene = healthy(QUICK, 20);
        for (int t = 0; t < 200; t++) {
            scene.controlTalks(t + 0.1);
            for (String member : scene.setup.members()) {
                if (member.equals("a7")) {
                    scene.fail(t + 0.3, member);
                } else {
                    scene.ok(t + 0.3, member);
                }
            }
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.heard.stream().flatMap(one -> one.target().stream())).containsExactly("a7");
        assertThat(scene.ringRestore()).isEmpty();
        assertThat(scene.codes()).contains(ReasonCode.RESTORED, ReasonCode.UNPROVEN);

        for (int t = 200; t < 220; t++) {
            everyone(scene, t);
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.codes()).containsExactly(ReasonCode.RESTORED);
        scene.judge.exclude("a7");
        play(scene, 220, 230);
        assertThat(scene.promotion()).isPresent();
    }

    @Test
    void aTinyRingIsRestoredWithItsFirstDeadAccount() {
        Scene scene = new Scene(QUICK, Scene.names("a", 3), Scene.control(20, Scene.calling(1, 1)));
        scene.cutover(0, BUSY);
        for (int t = 0; t < 120 && scene.ringRestore().isEmpty(); t++) {
            scene.controlTalks(t + 0.1).fail(t + 0.3, "a0").ok(t + 0.4, "a1").ok(t + 0.5, "a2");
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.ringRestore()).isPresent();
        assertThat(scene.ringRestore().orElseThrow().verdict().codes()).containsExactly(ReasonCode.ACCOUNT_DEAD);
        assertThat(scene.heard.get(scene.heard.size() - 2).target()).contains("a0");
    }

    @Test
    void theLongestWindowEndsInconclusiveAndANewOneSpendsItsOwnEvidence() {
        Scene scene = healthy(Scene.gate(Duration.ofSeconds(30), Duration.ofMinutes(5), LIFE), 6);
        for (int t = 0; t < 320; t++) {
            scene.controlTalks(t + 0.1);
            for (String member : scene.setup.members()) {
                if (!member.equals("a0")) {
                    scene.ok(t + 0.3, member);
                }
            }
            if (t % 100 == 50) {
                scene.say(t + 0.3, "a0", RawSignal.Result.EXCLUDED, GenerationSeen.CANDIDATE);
            }
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.codes()).containsExactlyInAnyOrder(ReasonCode.INCONCLUSIVE, ReasonCode.UNPROVEN);
        play(scene, 320, 340);
        assertThat(scene.codes()).containsExactly(ReasonCode.INCONCLUSIVE);
        assertThat(scene.promotion()).isEmpty();

        for (int t = 340; t < 400 && scene.ringRestore().isEmpty(); t++) {
            int now = t;
            scene.controlTalks(t + 0.1);
            scene.setup.members().forEach(member -> scene.fail(now + 0.3, member));
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.ringRestore()).isPresent();
    }

    @Test
    void aLateSuccessProvesLifeAndALateFailureNothing() {
        Scene scene = healthy(QUICK, 6);
        for (int t = 0; t < 60; t++) {
            scene.controlTalks(t + 0.1).heartbeat(t + 1).advance(t + 1);
            for (String member : scene.setup.members()) {
                if (!member.equals("a0")) {
                    scene.ok(t + 1.3, member);
                }
            }
            if (t > 35) {
                Signal late = scene.signalOf(
                        t - 35, "a0", t < 40 ? RawSignal.Result.FAIL : RawSignal.Result.OK, GenerationSeen.CANDIDATE);
                scene.judge.signal(late, scene.at(t));
            }
            if (t == 39) {
                assertThat(scene.codes()).containsExactly(ReasonCode.UNPROVEN);
                assertThat(scene.judge.progress().candidateFails()).isZero();
            }
        }
        assertThat(scene.promotion()).isPresent();
    }

    @Test
    void theOrderOfArrivalWithinTheBufferChangesNothing() {
        assertThat(shuffled(1)).isEqualTo(shuffled(2)).isNotEmpty();
    }

    @Test
    void aRingWithoutControlSaysSoInEveryVerdict() {
        Scene scene = new Scene(QUICK, Scene.names("a", 4), Scene.control(19, Scene.calling(1, 1)));
        scene.cutover(0, BUSY);
        play(scene, 0, 40);
        assertThat(scene.heard)
                .allSatisfy(one -> assertThat(one.verdict().notes()).contains(Note.NO_CONTROL));
        assertThat(scene.promotion()).isPresent();
    }

    @Test
    void everyDeclaredKindOfSignalMustBeProven() {
        Gate d = QUICK;
        Gate gate = new Gate(
                List.of(RawSignal.Kind.AUTH, RawSignal.Kind.POLICY),
                d.settle(),
                d.maxCacheTtl(),
                d.minWindow(),
                d.maxWindow(),
                d.promise(),
                d.unattributed(),
                d.alpha(),
                d.probation(),
                false);
        Scene scene = healthy(gate, 6);
        play(scene, 0, 40);
        assertThat(scene.codes()).containsExactly(ReasonCode.UNPROVEN);
        assertThat(scene.judge.current().lnE()).isLessThan(Math.log(0.9));
        for (int t = 40; t < 44; t++) {
            everyone(scene, t);
            for (String member : scene.setup.members()) {
                Signal call = scene.signalOf(t + 0.7, member, RawSignal.Result.OK, GenerationSeen.CANDIDATE);
                scene.judge.signal(
                        new Signal(
                                call.source(),
                                call.id(),
                                call.account(),
                                call.at(),
                                RawSignal.Kind.POLICY,
                                call.outcome(),
                                call.generation(),
                                false),
                        call.at());
            }
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.second(scene.promotion().orElseThrow())).isEqualTo(43.0);
    }

    @Test
    void tooManyMeaninglessCallsHoldTheRing() {
        Scene scene = healthy(QUICK, 6);
        play(scene, 0, 27);
        for (int t = 27; t < 31; t++) {
            everyone(scene, t);
            for (String member : scene.setup.members()) {
                scene.say(t + 0.6, member, RawSignal.Result.EXCLUDED, GenerationSeen.UNKNOWN);
            }
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.codes()).containsExactly(ReasonCode.OUTAGE);
        play(scene, 31, 120);
        assertThat(scene.promotion()).isPresent();
    }

    @Test
    void aSnapshotGoesOnExactly() {
        for (int cut : new int[] {1, 17, 64, 140}) {
            Scene whole = healthy(Scene.gate(Duration.ofSeconds(30), Duration.ofMinutes(2), LIFE), 12);
            Scene parted = healthy(Scene.gate(Duration.ofSeconds(30), Duration.ofMinutes(2), LIFE), 12);
            for (int t = 0; t < 200; t++) {
                noisy(whole, t);
                noisy(parted, t);
                if (t == cut) {
                    String json = Json.write(parted.judge.snapshot());
                    parted.judge = RingJudge.resume(parted.setup, Json.read(json, Snapshot.class), parted.at(t + 1));
                    assertThat(Json.write(parted.judge.snapshot())).isEqualTo(json);
                }
            }
            assertThat(parted.heard).isEqualTo(whole.heard);
            assertThat(Json.write(parted.judge.snapshot())).isEqualTo(Json.write(whole.judge.snapshot()));
        }
    }

    @Test
    void theTimeBetweenSnapshotAndResumeIsBlind() {
        Scene scene = healthy(QUICK, 6);
        play(scene, 0, 10);
        scene.judge = RingJudge.resume(scene.setup, scene.judge.snapshot(), scene.at(100));
        scene.heartbeat(100);
        play(scene, 100, 118);
        assertThat(scene.codes()).contains(ReasonCode.TOO_EARLY);
        play(scene, 118, 125);
        assertThat(scene.second(scene.promotion().orElseThrow())).isBetween(119.0, 123.0);
    }

    @Test
    void evidenceOfOneAccountIsFairOverAllOutcomes() {
        JudgeParameters parameters = JudgeParameters.of(Gate.defaults());
        double[] times = {1, 4, 9, 60, 61, 62, 400, 900, 905, 4000};
        double sum = 0;
        for (int path = 0; path < 1 << times.length; path++) {
            Episodes world = Episodes.start(parameters, 30, true);
            DeadRun run = new DeadRun(parameters, 0.02, Episodes.start(parameters, 30, true));
            double probability = 1;
            double last = 0;
            for (int i = 0; i < times.length; i++) {
                world.predict(times[i] - last);
                last = times[i];
                if ((path >> i & 1) == 1) {
                    probability *= world.fail(0.02, 1, 0);
                    run.fail(times[i], 0);
                } else {
                    double working = world.state()[0];
                    probability *= working * (1 - 0.02);
                    world.works();
                    run.works(times[i]);
                }
            }
            sum += probability * Math.exp(run.lnE());
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
    }

    private static Scene healthy(Gate gate, int members) {
        Scene scene = new Scene(gate, Scene.names("a", members), Scene.control(20, Scene.calling(1, 1)));
        return scene.cutover(0, BUSY);
    }

    private static Scene broken() {
        Scene scene = healthy(QUICK, 6);
        for (int t = 0; t < 100; t++) {
            scene.controlTalks(t + 0.1);
            for (String member : scene.setup.members()) {
                scene.fail(t + 0.3, member);
            }
            scene.heartbeat(t + 1).advance(t + 1);
        }
        assertThat(scene.ringRestore()).isPresent();
        return scene;
    }

    private static void everyone(Scene scene, int t) {
        scene.controlTalks(t + 0.1);
        for (String member : scene.setup.members()) {
            scene.ok(t + 0.3, member);
        }
    }

    private static void play(Scene scene, int from, int to) {
        for (int t = from; t < to; t++) {
            everyone(scene, t);
            scene.heartbeat(t + 1).advance(t + 1);
        }
    }

    private static void noisy(Scene scene, int t) {
        Random random = new Random(t);
        scene.controlTalks(t + 0.1);
        for (String member : scene.setup.members()) {
            double dice = random.nextDouble();
            if (member.equals("a11") && t < 100) {
                scene.fail(t + 0.3, member);
            } else if (dice < 0.02) {
                scene.fail(t + 0.2, member);
            } else if (dice < 0.9 && !member.equals("a10")) {
                scene.ok(t + 0.4, member);
            }
        }
        // Signals of the next second wait in the buffer.
        scene.ok(t + 1.05, "a1");
        scene.heartbeat(t + 1).advance(t + 1);
    }

    private static Signal probe(Signal call) {
        return new Signal(
                call.source(),
                call.id(),
                call.account(),
                call.at(),
                call.kind(),
                call.outcome(),
                call.generation(),
                true);
    }

    private static List<Judgement> shuffled(long seed) {
        Scene scene = healthy(QUICK, 6);
        List<Signal> signals = new ArrayList<>();
        Random world = new Random(7);
        for (int t = 0; t < 300; t++) {
            for (String member : scene.setup.members()) {
                boolean fails = world.nextDouble() < 0.3;
                signals.add(scene.signalOf(
                        t / 10.0,
                        member,
                        fails ? RawSignal.Result.FAIL : RawSignal.Result.OK,
                        GenerationSeen.CANDIDATE));
            }
        }
        java.util.Collections.shuffle(signals, new Random(seed));
        signals.forEach(signal -> scene.judge.signal(signal, scene.at(29.9)));
        scene.heartbeat(30).advance(30);
        return scene.heard;
    }
}
