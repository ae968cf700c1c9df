package io.nhigovernor.governor.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nhigovernor.governor.ring.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every reference vector of the decision rule, to a relative error of 1e-9. */
class ReferenceVectorsTest {
    private static final JudgeParameters DEFAULTS = JudgeParameters.of(Gate.defaults());
    private static JsonNode vectors;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ReferenceVectorsTest.class.getResourceAsStream("/judge/judge-vectors.json"))) {
            vectors = new ObjectMapper().readTree(in);
        }
    }

    @Test
    void theFailureShareOfABaselineIsShrunkTowardsThePool() {
        for (JsonNode v : vectors.get("p_bar")) {
            near(
                    DEFAULTS.failureShare(
                            v.get("n").asLong(),
                            v.get("x").asLong(),
                            v.get("pool").asDouble()),
                    v.get("out"));
        }
    }

    @Test
    void anAccountStartsWhereItsLastCallBeforeTheCutoverLeftIt() {
        for (JsonNode v : vectors.get("s1_start")) {
            Episodes start = Episodes.start(
                    DEFAULTS, v.get("gap").asDouble(), v.get("last_ok").asBoolean());
            near(start.state(), v.get("out"));
        }
    }

    @Test
    void timePassesThroughTheEpisodes() {
        for (JsonNode v : vectors.get("s1_predict")) {
            Episodes episodes = Episodes.at(DEFAULTS, doubles(v.get("state")));
            episodes.predict(v.get("dt").asDouble());
            near(episodes.state(), v.get("out"));
        }
    }

    @Test
    void aFailureMovesTheAccountTowardsAnEpisode() {
        for (JsonNode v : vectors.get("s1_fail")) {
            Episodes episodes = Episodes.at(DEFAULTS, doubles(v.get("state")));
            double probability = episodes.fail(
                    v.get("p").asDouble(), v.get("k").asInt(), v.get("c").asDouble());
            near(Math.log(probability), v.get("log_prob"));
            near(episodes.state(), v.get("out"));
        }
    }

    @Test
    void evidenceOfOneAccountFollowsItsCalls() {
        for (JsonNode v : vectors.get("account")) {
            JudgeParameters parameters = v.get("opts").isEmpty() ? DEFAULTS : settling(v.get("opts"));
            DeadRun run = new DeadRun(
                    parameters,
                    v.get("p").asDouble(),
                    Episodes.start(
                            parameters,
                            v.get("gap").asDouble(),
                            v.get("last_ok").asBoolean()));
            if (v.get("events").isTextual()) {
                for (int i = 0; i < 200; i++) {
                    run.fail(1 + 0.01 * i, 0);
                }
                near(run.lnE(), v.get("log_e").get(0));
                continue;
            }
            for (int i = 0; i < v.get("events").size(); i++) {
                JsonNode event = v.get("events").get(i);
                if (event.get(1).asInt() == 1) {
                    run.fail(event.get(0).asDouble(), 0);
                } else {
                    run.works(event.get(0).asDouble());
                }
                near(run.lnE(), v.get("log_e").get(i));
            }
        }
    }

    @Test
    void evidenceOfAllAccountsIsMixedOverHowManyAreBroken() {
        for (JsonNode v : vectors.get("ring_mix")) {
            double[] evidence = doubles(v.get("log_e"));
            RingMixture mixture = new RingMixture(evidence.length);
            for (int i = 0; i < evidence.length; i++) {
                mixture.set(i, evidence[i]);
            }
            near(mixture.lnE(), v.get("out"));
        }
    }

    @Test
    void aRateIsComparedWithControlsUnderAnUnknownCommonFactor() {
        for (JsonNode v : vectors.get("frailty")) {
            near(
                    RateShift.lnE(
                            v.get("k_r").asInt(),
                            v.get("k_c").asInt(),
                            v.get("lam_r").asDouble(),
                            v.get("lam_c").asDouble(),
                            v.get("a").asDouble(),
                            v.get("margin").asDouble()),
                    v.get("out"));
        }
    }

    @Test
    void silenceWeighsByHowOftenTheAccountUsedToCall() {
        for (JsonNode v : vectors.get("s4_account")) {
            near(
                    Silence.lnE(
                            v.get("silent_s").asDouble(),
                            v.get("k_active").asInt(),
                            v.get("w_pre").asDouble(),
                            v.get("cap_log").asDouble()),
                    v.get("out"));
        }
    }

    @Test
    void theThreeKindsOfEvidenceAreAveragedNeverMultiplied() {
        for (JsonNode v : vectors.get("combine")) {
            near(
                    RingEvidence.combine(
                            v.get("l1").asDouble(),
                            v.get("l3").asDouble(),
                            v.get("l4").asDouble()),
                    v.get("out"));
        }
    }

    @Test
    void boundsOnAShareHoldAtAllTimes() {
        for (JsonNode v : vectors.get("cs_bound")) {
            double x = v.get("x").asDouble();
            double n = v.get("n").asDouble();
            double level = v.get("alpha").asDouble();
            near(
                    v.get("upper").asBoolean() ? ExcessBound.upper(x, n, level) : ExcessBound.lower(x, n, level),
                    v.get("out"));
        }
    }

    @Test
    void theExcessOfTheRingIsBoundedAgainstControl() {
        for (JsonNode v : vectors.get("excess_upper")) {
            near(
                    ExcessBound.excess(
                            v.get("xr").asDouble(),
                            v.get("nr").asDouble(),
                            v.get("xc").asDouble(),
                            v.get("nc").asDouble(),
                            v.get("phi").asDouble(),
                            Double.NEGATIVE_INFINITY),
                    v.get("out"));
        }
    }

    @Test
    void theGoldenTraceHaltsOnTheFourthFailedCall() {
        JsonNode trace = vectors.get("trace_ring5");
        DeadRun[] accounts = new DeadRun[5];
        for (int i = 0; i < 5; i++) {
            accounts[i] = new DeadRun(
                    DEFAULTS,
                    trace.get("p").asDouble(),
                    Episodes.start(DEFAULTS, trace.get("gap").asDouble(), true));
        }
        RingMixture mixture = new RingMixture(5);
        int fails = 0;
        for (JsonNode step : trace.get("steps")) {
            int account = step.get("account").asInt();
            double t = step.get("t").asDouble();
            if (step.get("fail").asInt() == 1) {
                accounts[account].fail(t, 0);
                fails++;
            } else {
                accounts[account].works(t);
            }
            mixture.set(account, accounts[account].lnE());
            near(accounts[account].lnE(), step.get("log_e_account"));
            near(mixture.lnE(), step.get("log_s1"));
            double ring = RingEvidence.combine(mixture.lnE(), 0, 0);
            near(ring, step.get("log_gate_with_s3_s4_at_0"));
            assertThat(ring >= DEFAULTS.lnRingLimit()).isEqualTo(t >= 26);
            if (t == 26) {
                assertThat(fails).isEqualTo(4);
            }
        }
        near(DEFAULTS.lnRingLimit(), trace.get("halt_when_log_gate_at_least"));
    }

    private static JudgeParameters settling(JsonNode opts) {
        JudgeParameters d = DEFAULTS;
        return new JudgeParameters(
                d.alpha(),
                d.accountAlpha(),
                d.leastFailureShare(),
                d.shortRate(),
                d.shortLength(),
                d.longRate(),
                d.longLength(),
                opts.get("pi0").asDouble(),
                opts.get("d0").asDouble(),
                90,
                d.window(),
                d.guard(),
                d.proofs());
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    private static void near(double[] actual, JsonNode expected) {
        for (int i = 0; i < actual.length; i++) {
            near(actual[i], expected.get(i));
        }
    }

    private static void near(double actual, JsonNode expected) {
        double wanted = expected.asDouble();
        assertThat(Math.abs(actual - wanted))
                .as("%s against %s", actual, wanted)
                .isLessThanOrEqualTo(1e-9 * Math.max(Math.abs(wanted), 1e-3));
    }
}
