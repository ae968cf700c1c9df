package io.nhigovernor.governor.plan;

import static io.nhigovernor.governor.plan.PlanWorld.PRIOR;
import static io.nhigovernor.governor.plan.PlanWorld.VERIFIER;
import static io.nhigovernor.governor.plan.PlanWorld.accepting;
import static io.nhigovernor.governor.plan.PlanWorld.expiringIn;
import static io.nhigovernor.governor.plan.PlanWorld.pointing;
import static io.nhigovernor.governor.plan.PlanWorld.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.plan.CredentialFacts.HolderFacts;
import io.nhigovernor.governor.plan.PlanResult.Reason;
import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.ring.Selector;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.DeliveryCapabilities;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.VerifierCapabilities.Attribution;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanRefusalTest {
    private static final Fingerprint STRANGER = new Fingerprint("stranger");

    @Test
    void aPlanThatSelectsNoCredentialIsRefused() {
        assertThat(codes(PlanWorld.empty().holder("a0", "nowhere").ring("a").refused()))
                .containsExactly(RefusalCode.NO_CREDENTIAL, RefusalCode.EMPTY_RING);
    }

    @Test
    void aRingWithoutAMemberIsRefused() {
        assertRefused(small().ring("c"), RefusalCode.EMPTY_RING, "ring c");
    }

    @Test
    void aRingWhoseMembersStandInEarlierRingsIsEmpty() {
        assertRefused(
                small().ring("again", Selector.ids(List.of("a0")), Gate.defaults()), RefusalCode.EMPTY_RING, "again");
    }

    @Test
    void aCredentialOfAnUnknownConnectorIsRefused() {
        assertRefused(small().unread("secret/a0"), RefusalCode.UNKNOWN_CONNECTOR, "secret/a0");
    }

    @Test
    void aCredentialThatSomebodyElseChangedIsRefusedWithTheDifference() {
        assertRefused(
                small().drifted("secret/a0", "the verifier also accepts stranger"),
                RefusalCode.DRIFTED,
                "the verifier also accepts stranger");
    }

    @Test
    void aCredentialThatAnotherRolloutHoldsIsRefused() {
        assertRefused(small().claimed("secret/a0", "r-7"), RefusalCode.CLAIMED, "r-7");
    }

    @Test
    void anUnreadableVerifierIsRefused() {
        assertRefused(small().acceptance("secret/a0", Reading.unreadable("sealed")), RefusalCode.UNREADABLE, "sealed");
    }

    @Test
    void anUnreadableDeliveryIsRefused() {
        var unread = new HolderFacts(Reading.unreadable("timeout"), false);
        assertRefused(small().delivered("secret/a0", "a0", unread), RefusalCode.UNREADABLE, "timeout");
    }

    @Test
    void aPriorThatWasNeverDeliveredIsRefused() {
        var nothing = new HolderFacts(Reading.known(Optional.empty()), false);
        assertRefused(small().delivered("secret/a0", "a0", nothing), RefusalCode.NOT_DELIVERED, "a0");
    }

    @Test
    void aHolderPointedAtSomethingElseIsRefusedByName() {
        var world = small().credential("secret/a0", "a0", "b0").delivered("secret/a0", "b0", pointing(STRANGER));
        assertRefused(world, RefusalCode.FOREIGN_STATE, "b0 is pointed at stranger");
    }

    @Test
    void aPriorThatIsNotAcceptedIsRefused() {
        assertRefused(small().acceptance("secret/a0", accepting(List.of())), RefusalCode.PRIOR_NOT_ACCEPTED, "prior");
        var disabled = new AcceptedGeneration(PRIOR, false, Optional.empty(), Validity.UNLIMITED, Optional.empty());
        assertRefused(
                small().acceptance("secret/a0", accepting(List.of(disabled))), RefusalCode.PRIOR_NOT_ACCEPTED, "prior");
    }

    @Test
    void aPriorThatCannotBeFetchedAgainIsRefused() {
        var lost = new HolderFacts(Reading.known(Optional.of(PRIOR)), false);
        assertRefused(small().delivered("secret/a0", "a0", lost), RefusalCode.PRIOR_NOT_FETCHABLE, "a0");
    }

    @Test
    void aDeliveryThatForgetsThePriorIsRefused() {
        assertRefused(
                small().delivery("secret/a0", new DeliveryCapabilities(true, 1)),
                RefusalCode.PRIOR_NOT_KEPT,
                "secret/a0");
    }

    @Test
    void aPriorThatExpiresInsideARingsDwellIsRefusedWithWhereAndWhen() {
        assertRefused(
                small().acceptance("secret/b0", expiringIn(Duration.ofMinutes(20))),
                RefusalCode.PRIOR_EXPIRES,
                "prior of secret/b0 expires in 20 min, inside ring b's dwell");
    }

    @Test
    void aPriorMustOutliveTheRolloutByAThirdOfWhatItHasLeft() {
        Duration predicted = small().planned().predicted();
        assertThat(predicted).isEqualTo(Duration.ofMinutes(15 + 15 + 60 + 10));
        assertRefused(
                small().acceptance("secret/a0", expiringIn(predicted.plusMinutes(49))),
                RefusalCode.PRIOR_EXPIRES,
                "slack");
        assertThat(small().acceptance("secret/a0", expiringIn(predicted.plusMinutes(50)))
                        .result())
                .isInstanceOf(PlanResult.Planned.class);
    }

    @Test
    void seventyTwoHoursOfSlackAreEnough() {
        Duration predicted = small().planned().predicted();
        assertThat(small().plan(plan -> plan)
                        .acceptance("secret/a0", expiringIn(predicted.plusHours(216)))
                        .result())
                .isInstanceOf(PlanResult.Planned.class);
    }

    @Test
    void anExpiredPriorIsRefused() {
        assertRefused(
                small().acceptance("secret/a0", expiringIn(Duration.ofMinutes(-1))),
                RefusalCode.PRIOR_EXPIRES,
                "expired at");
    }

    @Test
    void aBackendThatAcceptsOneValueAtATimeIsRefused() {
        assertRefused(
                small().verifier("secret/a0", verifier(false, Mint.CALLER, Attribution.DIRECT, Duration.ZERO)),
                RefusalCode.NO_OVERLAP,
                "outage");
    }

    @Test
    void aValueMadeByTheVerifierIsRefused() {
        assertRefused(
                small().verifier("secret/a0", verifier(true, Mint.VERIFIER, Attribution.DIRECT, Duration.ZERO)),
                RefusalCode.MINTED_BY_VERIFIER,
                "not supported yet");
    }

    @Test
    void signalsWithoutAGenerationNeedAHumansGate() {
        VerifierCapabilities blind = verifier(true, Mint.CALLER, Attribution.NONE, Duration.ZERO);
        assertRefused(small().verifier("secret/a0", blind), RefusalCode.UNATTRIBUTED, "ring a");
        var manual = PlanWorld.empty().holder("a0", "a").ring("a", gate(true, Duration.ofHours(4)));
        assertThat(manual.verifier("secret/a0", blind).result()).isInstanceOf(PlanResult.Planned.class);
    }

    @Test
    void whatAnotherAttemptLeftBehindIsRefused() {
        var left = new AcceptedGeneration(STRANGER, true, Optional.of("att-1"), Validity.UNLIMITED, Optional.empty());
        var prior = new AcceptedGeneration(PRIOR, true, Optional.of("att-0"), Validity.UNLIMITED, Optional.empty());
        assertRefused(
                small().acceptance("secret/a0", accepting(List.of(prior, left))), RefusalCode.OTHER_ATTEMPT, "att-1");
    }

    @Test
    void anAccountThatFailsHalfItsCallsAlreadyMustBeExcludedByName() {
        var world = small().baseline("secret/a0@a0", Duration.ofDays(1), 20, 10);
        assertRefused(world, RefusalCode.CHRONICALLY_FAILING, "secret/a0@a0 fails 50 %");
        assertThat(small().baseline("secret/a0@a0", Duration.ofDays(1), 19, 19).result())
                .isInstanceOf(PlanResult.Planned.class);
        var excluded = world.holder("a1", "a").excluded("a0", "dead since May");
        assertThat(excluded.planned().notes()).anyMatch(note -> note.text().contains("dead since May"));
    }

    @Test
    void aVerifierTooSlowForTheWindowIsRefused() {
        var world = PlanWorld.empty()
                .holder("a0", "a")
                .ring("a", gate(false, Duration.ofMinutes(20)))
                .verifier("secret/a0", verifier(true, Mint.CALLER, Attribution.DIRECT, Duration.ofMinutes(10)));
        assertRefused(world, RefusalCode.WINDOW_TOO_SHORT, "30 min");
    }

    @Test
    void everyReasonIsGivenAtOnce() {
        var world = small().ring("c")
                .claimed("secret/a0", "r-7")
                .acceptance("secret/a0", Reading.unreadable("sealed"))
                .unread("secret/b0");
        assertThat(codes(world.refused()))
                .containsExactly(
                        RefusalCode.EMPTY_RING,
                        RefusalCode.CLAIMED,
                        RefusalCode.UNREADABLE,
                        RefusalCode.UNKNOWN_CONNECTOR);
    }

    @Test
    void codesAreDistinct() {
        assertThat(Arrays.stream(RefusalCode.values()).map(RefusalCode::code).collect(Collectors.toSet()))
                .hasSameSizeAs(RefusalCode.values());
    }

    private static void assertRefused(PlanWorld world, RefusalCode code, String text) {
        assertThat(world.refused()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo(code);
            assertThat(reason.toString()).contains(text);
            assertThat(reason.remedy()).isNotBlank();
        });
    }

    private static List<RefusalCode> codes(List<Reason> reasons) {
        return reasons.stream().map(Reason::code).toList();
    }

    private static VerifierCapabilities verifier(boolean overlap, Mint mint, Attribution attribution, Duration settle) {
        return new VerifierCapabilities(
                overlap, VERIFIER.conditionalDisable(), mint, VERIFIER.disable(), attribution, settle);
    }

    private static Gate gate(boolean manual, Duration maxWindow) {
        Gate normal = Gate.defaults();
        return new Gate(
                normal.signals(),
                normal.settle(),
                normal.maxCacheTtl(),
                normal.minWindow(),
                maxWindow,
                normal.promise(),
                normal.unattributed(),
                normal.alpha(),
                normal.probation(),
                manual);
    }
}
