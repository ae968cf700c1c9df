package io.nhigovernor.governor.plan;

import static io.nhigovernor.governor.plan.PlanWorld.DELIVERY;
import static io.nhigovernor.governor.plan.PlanWorld.PRIOR;
import static io.nhigovernor.governor.plan.PlanWorld.VERIFIER;
import static io.nhigovernor.governor.plan.PlanWorld.accepting;
import static io.nhigovernor.governor.plan.PlanWorld.expiringIn;
import static io.nhigovernor.governor.plan.PlanWorld.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.ring.Selector;
import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.DeliveryCapabilities;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.VerifierCapabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlannerTest {
    @Test
    void membersAreFrozenPerRingInOrderOfTarget() {
        Plan plan = small().holder("a2", "a").holder("a10", "a").planned();
        assertThat(plan.rings().get(0).members())
                .extracting(TargetId::toString)
                .containsExactly("secret/a0@a0", "secret/a10@a10", "secret/a2@a2");
        assertThat(plan.rings().get(1).members()).containsExactly(new TargetId("secret/b0", "b0"));
        assertThat(plan.commit()).contains("abc123");
        assertThat(plan.credential("secret/a0").prior()).isEqualTo(PRIOR);
    }

    @Test
    void aPlanFindsEachCredentialByItsIdAndIsTheSamePlanWhoeverListedThem() {
        Plan plan = small().holder("a2", "a").planned();
        for (PlannedCredential planned : plan.credentials()) {
            assertThat(plan.credential(planned.credential().id())).isSameAs(planned);
        }
        assertThatThrownBy(() -> plan.credential("secret/elsewhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secret/elsewhere");
        assertThat(Json.read(Json.write(plan), Plan.class)).isEqualTo(plan).hasSameHashCodeAs(plan);
        assertThat(plan.credentials()).isEqualTo(List.copyOf(plan.credentials()));
    }

    @Test
    void aSharedCredentialHasATargetInEachOfItsHoldersRings() {
        Plan plan = small().credential("secret/a0", "a0", "b0").planned();
        assertThat(plan.rings().get(0).members()).containsExactly(new TargetId("secret/a0", "a0"));
        assertThat(plan.rings().get(1).members())
                .containsExactly(new TargetId("secret/a0", "b0"), new TargetId("secret/b0", "b0"));
    }

    @Test
    void aHolderInNoRingIsNotedAndKeepsThePriorFromBeingRetired() {
        Plan plan = small().identity("x0", "x", Duration.ofSeconds(1))
                .credential("secret/a0", "a0", "x0")
                .planned();
        assertThat(plan.credential("secret/a0").uncovered()).containsExactly("x0");
        assertThat(note(plan, "UNCOVERED")).contains("secret/a0: x0");
    }

    @Test
    void aSelectedCredentialWithoutAnyHolderInARingStaysAsItIs() {
        Plan plan = small().holder("x0", "x").unread("secret/x0").planned();
        assertThat(plan.credentials()).hasSize(2);
        assertThat(note(plan, "UNTOUCHED")).contains("secret/x0");
    }

    @Test
    void controlIsHeldBackFromEveryRingAndComparedOnTheSameVerifiers() {
        Plan plan = small().control(25)
                .credential("secret/a0", "a0", "control-3")
                .ring("rest", all(), Gate.defaults())
                .holder("z0", "z")
                .planned();
        assertThat(plan.control()).hasSize(26).contains(new TargetId("secret/a0", "control-3"));
        assertThat(plan.rings().stream().flatMap(ring -> ring.members().stream()))
                .noneMatch(member -> member.identity().startsWith("control"));
        assertThat(plan.credential("secret/a0").uncovered()).containsExactly("control-3");
        assertThat(plan.notes()).extracting(Plan.Note::code).doesNotContain("NO_CONTROL", "SLOW_CONTROL");
    }

    @Test
    void lessThanTwentyTalkingControlAccountsAreNoControl() {
        assertThat(note(small().control(19).planned(), "NO_CONTROL")).startsWith("19 control accounts");
        assertThat(note(small().planned(), "NO_CONTROL")).startsWith("0 control accounts");
    }

    @Test
    void everyTargetOfAPlanStandsInOneRingOnlyWhateverTheSelectors() {
        var random = new Random(7);
        for (int round = 0; round < 50; round++) {
            PlanWorld world = PlanWorld.empty();
            for (int index = 0; index < 30; index++) {
                world.holder("id-" + index, "r" + random.nextInt(4));
            }
            for (int ring = 0; ring < 3; ring++) {
                world.ring(
                        "ring-" + ring,
                        new Selector(
                                new TreeMap<>(random.nextBoolean() ? Map.of("ring", "r" + ring) : Map.of()),
                                List.of(),
                                Optional.of(30 * (ring + 1))),
                        Gate.defaults());
            }
            world.ring("rest", all(), Gate.defaults());
            if (world.result() instanceof PlanResult.Planned planned) {
                List<TargetId> members = new ArrayList<>();
                planned.plan().rings().forEach(ring -> members.addAll(ring.members()));
                assertThat(members).hasSize(30).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void theDigestChangesWithEverythingThatDecidesAndWithNothingElse() {
        String digest = small().planned().digest();
        assertThat(digest)
                .matches("sha256:[0-9a-f]{64}")
                .isEqualTo(small().planned().digest());
        assertThat(small().baseline("secret/a0@a0", Duration.ofDays(2), 100, 1)
                        .planned()
                        .digest())
                .isEqualTo(digest);
        Set<String> digests = new HashSet<>(Set.of(digest));
        List<PlanWorld> others = List.of(
                small().holder("a1", "a"),
                small().control(1),
                small().plan(plan -> watching(plan, Duration.ofHours(2))),
                small().plan(plan -> plan.brownOut(Duration.ofMinutes(5))),
                small().withoutRelyingParties("secret/a0"),
                small().delivery("secret/a0", new DeliveryCapabilities(true, 4)),
                small().excluded("a0", "asked").holder("a1", "a"),
                small().acceptance("secret/a0", expiringIn(Duration.ofDays(90))),
                PlanWorld.empty().holder("a0", "a").holder("b0", "b").ring("b").ring("a"));
        others.forEach(other -> assertThat(digests.add(other.planned().digest()))
                .as("a digest of its own")
                .isTrue());
    }

    @Test
    void thePredictionAddsDwellsWatchAndQuarantine() {
        assertThat(small().planned().predicted()).isEqualTo(Duration.ofMinutes(15 + 15 + 60 + 10));
    }

    @Test
    void aBrownOutIsSaidAndItsTimeAndTheSecondWatchArePredicted() {
        Plan plan = small().plan(asked -> asked.brownOut(Duration.ofMinutes(5))).planned();
        assertThat(plan.predicted()).isEqualTo(Duration.ofMinutes(15 + 15 + 60 + 5 + 60 + 10));
        assertThat(plan.ringPlan().brownOut()).contains(Duration.ofMinutes(5));
        assertThat(note(plan, "BROWN_OUT")).contains("on trial");
        assertThat(plan.notes()).extracting(Plan.Note::code).doesNotContain("NO_BROWN_OUT");
    }

    @Test
    void whereAPriorCannotBeDisabledOnTrialThePlanSaysThatABrownOutHasNoEffect() {
        var verifier = new VerifierCapabilities(
                true,
                true,
                VERIFIER.mint(),
                VerifierCapabilities.Disable.NONE,
                VERIFIER.attribution(),
                VERIFIER.settle());
        Plan plan = small().verifier("secret/a0", verifier)
                .plan(asked -> asked.brownOut(Duration.ofMinutes(5)))
                .planned();
        assertThat(note(plan, "NO_BROWN_OUT")).contains("secret/a0").contains("no effect");
    }

    @Test
    void aSlowMemberLengthensTheDwellAndTheWatch() {
        Plan plan = small().identity("a0", "a", Duration.ofHours(1)).planned();
        assertThat(plan.predicted()).isEqualTo(Duration.ofMinutes(180 + 15 + 60 + 10));
        Plan nightly = small().identity("a0", "a", Duration.ofHours(24)).planned();
        assertThat(nightly.predicted()).isEqualTo(Duration.ofMinutes(15 + 15 + 24 * 60 + 10));
        assertThat(note(nightly, "DORMANT")).contains("secret/a0@a0");
    }

    @Test
    void thePriorIsKeptUntilTheSlowestMemberHadACallToMake() {
        Plan nightly = small().identity("a0", "a", Duration.ofHours(24)).planned();
        assertThat(nightly.ringPlan().watch()).isEqualTo(Duration.ofHours(24));
        assertThat(note(nightly, "WATCH_RAISED")).contains("secret/a0@a0");
        assertThat(nightly.digest())
                .isNotEqualTo(small().identity("a0", "a", Duration.ofHours(23))
                        .planned()
                        .digest());
        Plan quick = small().planned();
        assertThat(quick.ringPlan().watch()).isEqualTo(Duration.ofHours(1));
        assertThat(quick.notes()).extracting(Plan.Note::code).doesNotContain("WATCH_RAISED");
    }

    @Test
    void aGateWaitsAsLongAsTheVerifiersOfItsMembersNeed() {
        Plan plan =
                small().verifier("secret/a0", settling(Duration.ofMinutes(10))).planned();
        Gate gate = plan.rings().get(0).ring().gate();
        assertThat(gate.settle()).isEqualTo(Duration.ofMinutes(10));
        assertThat(gate.minWindow()).isEqualTo(Duration.ofMinutes(30));
        assertThat(plan.rings().get(1).ring().gate()).isEqualTo(Gate.defaults());
        assertThat(note(plan, "SETTLE_RAISED")).contains("ring a");
        assertThat(plan.predicted()).isEqualTo(Duration.ofMinutes(10 + 30 + 15 + 60 + 10));
    }

    @Test
    void theWeakestBackendGivesThePromise() {
        Plan plan = small().delivery("secret/b0", new DeliveryCapabilities(false, 2))
                .planned();
        assertThat(plan.weakest()).isEqualTo(CapabilityClass.C2_DUAL);
        assertThat(plan.promise()).contains("excess failure share below 5 %").contains("weakest backend C2");
        assertThat(plan.restoreProof()).contains("fetched again by fingerprint from local");
    }

    @Test
    void theJudgesBoundIsAskedWithTheTrafficExpectedFromThePast() {
        List<Double> asked = new ArrayList<>();
        var result = PlanWorld.empty()
                .holder("a0", "a")
                .ring("a")
                .control(20)
                .baseline("secret/a0@a0", Duration.ofMinutes(1000), 1000, 10)
                .result((ringFailing, ringMinutes, controlFailing, controlMinutes, phi) -> {
                    asked.addAll(List.of(ringFailing, ringMinutes, controlFailing, controlMinutes, phi));
                    return 0.25;
                });
        Plan plan = ((PlanResult.Planned) result).plan();
        double ringMinutes = 240 * (1 - Math.exp(-1));
        assertThat(asked.get(1)).isCloseTo(ringMinutes, within(1e-9));
        assertThat(asked.get(0)).isCloseTo(ringMinutes * 0.01, within(1e-9));
        assertThat(asked.get(2)).isZero();
        assertThat(asked.get(3)).isCloseTo(20 * 240 * (1 - Math.exp(-60)), within(1e-9));
        assertThat(asked.get(4)).isEqualTo(2);
        assertThat(plan.attainableDelta()).containsExactly(0.25);
        assertThat(note(plan, "LOW_POWER")).contains("25 %").contains("5 %");
    }

    @Test
    void proofOfLifeIsSaidWithWhatItsTrafficWouldShow() {
        Gate gate = Gate.defaults();
        Gate alive = new Gate(
                gate.signals(),
                gate.settle(),
                gate.maxCacheTtl(),
                gate.minWindow(),
                gate.maxWindow(),
                new Gate.Promise.ProofOfLife(),
                gate.unattributed(),
                gate.alpha(),
                gate.probation(),
                false);
        Plan plan = PlanWorld.empty().holder("a0", "a").ring("a", alive).planned();
        assertThat(note(plan, "PROOF_OF_LIFE")).contains("0.4 %");
        assertThat(plan.promise()).contains("no bound promised");
        assertThat(plan.notes()).extracting(Plan.Note::code).doesNotContain("LOW_POWER");
    }

    @Test
    void aShortPastIsNotedAndALongOneIsNot() {
        assertThat(note(small().planned(), "SHORT_BASELINE")).contains("secret/a0@a0");
        Plan known = small().baseline("secret/a0@a0", Duration.ofDays(1), 100, 0)
                .baseline("secret/b0@b0", Duration.ofDays(1), 100, 0)
                .planned();
        assertThat(known.notes()).extracting(Plan.Note::code).doesNotContain("SHORT_BASELINE");
    }

    @Test
    void whatAReaderShouldKnowOfABackendIsNoted() {
        var noDisable = new VerifierCapabilities(
                true, true, VERIFIER.mint(), VerifierCapabilities.Disable.NONE, VERIFIER.attribution(), Duration.ZERO);
        Plan plan = small().withoutRelyingParties("secret/a0")
                .verifier("secret/a0", noDisable)
                .acceptance("secret/a0", accepting(PRIOR, new Fingerprint("by-hand")))
                .delivery("secret/a0", DELIVERY)
                .planned();
        assertThat(note(plan, "NO_DECLARED_RELYING_PARTY")).contains("secret/a0");
        assertThat(note(plan, "NO_QUARANTINE")).contains("secret/a0");
        assertThat(note(plan, "OTHER_GENERATION")).contains("by-hand");
    }

    private static String note(Plan plan, String code) {
        return plan.notes().stream()
                .filter(note -> note.code().equals(code))
                .map(Plan.Note::text)
                .findFirst()
                .orElseThrow(() -> new AssertionError(code + " not among " + plan.notes()));
    }

    private static Selector all() {
        return new Selector(new TreeMap<>(), List.of(), Optional.of(100));
    }

    private static VerifierCapabilities settling(Duration settle) {
        return new VerifierCapabilities(
                true, true, VERIFIER.mint(), VERIFIER.disable(), VERIFIER.attribution(), settle);
    }

    private static RingPlan watching(RingPlan plan, Duration watch) {
        return new RingPlan(
                plan.id(),
                plan.credentials(),
                plan.control(),
                plan.baseline(),
                watch,
                plan.quarantine(),
                plan.onRestore(),
                plan.rings());
    }
}
