package io.nhigovernor.governor.plan;

import static io.nhigovernor.governor.plan.PlanWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.ring.OverlapWaiver;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.VerifierCapabilities.Attribution;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Backends that hold one value at a time (class C4): what a plan over one says, and what it needs. */
class SwapPlanTest {
    private static final OverlapWaiver WAIVER =
            new OverlapWaiver("mia", "the account has one password", NOW.plus(Duration.ofDays(1)));

    @Test
    void withoutAWaiverThePlanIsRefusedAndTheRemedyNamesIt() {
        assertThat(swapping(Mint.CALLER).refused()).anySatisfy(reason -> {
            assertThat(reason.code()).isEqualTo(RefusalCode.NO_OVERLAP);
            assertThat(reason.remedy()).contains("waiver: {overlap: none}");
        });
    }

    @Test
    void aWaiverThatEndedIsNone() {
        var ended = new OverlapWaiver("mia", "once", NOW);
        assertThat(swapping(Mint.CALLER).plan(plan -> plan.waiver(ended)).refused())
                .extracting(PlanResult.Reason::code)
                .contains(RefusalCode.WAIVER_EXPIRED);
    }

    @Test
    void holdersInSeveralRingsCannotBeSwappedOneByOne() {
        var world = swapping(Mint.CALLER)
                .holder("b0", "b")
                .ring("b")
                .credential("secret/a0", "a0", "b0")
                .verifier("secret/a0", single(Mint.CALLER));
        assertThat(world.plan(plan -> plan.waiver(WAIVER)).refused()).anySatisfy(reason -> {
            assertThat(reason.code()).isEqualTo(RefusalCode.ONE_SWAP_ONE_RING);
            assertThat(reason.text()).contains("rings a, b");
        });
    }

    @Test
    void aHolderOutsideTheRingsWouldBeCutOff() {
        var world = swapping(Mint.CALLER)
                .holder("x0", "nowhere")
                .credential("secret/a0", "a0", "x0")
                .verifier("secret/a0", single(Mint.CALLER));
        assertThat(world.plan(plan -> plan.waiver(WAIVER)).refused()).anySatisfy(reason -> {
            assertThat(reason.code()).isEqualTo(RefusalCode.ONE_SWAP_ONE_RING);
            assertThat(reason.text()).contains("x0");
        });
    }

    @Test
    void aValueTheVerifierMakesCouldNotBeSwappedBack() {
        assertThat(swapping(Mint.VERIFIER).plan(plan -> plan.waiver(WAIVER)).refused())
                .extracting(PlanResult.Reason::code)
                .contains(RefusalCode.MINTED_BY_VERIFIER);
    }

    @Test
    void withAWaiverItIsPlannedAndSaysWhatItDoesNotPromiseAndAsksForTwoApprovals() {
        var plan = swapping(Mint.CALLER).plan(it -> it.waiver(WAIVER)).planned();
        assertThat(plan.promise()).contains("NOT promised for secret/a0", "every call works (S2)");
        assertThat(plan.rings().getFirst().ring().approvals()).isEqualTo(2);
        assertThat(plan.notes())
                .anySatisfy(note -> assertThat(note.toString())
                        .contains("NO_OVERLAP", "waived by mia", "the account has one password"));
    }

    @Test
    void aCompromisedPriorCouldNotBeSwappedBackToAndIsRefused() {
        var world = swapping(Mint.CALLER).plan(plan -> plan.waiver(WAIVER)).mode(Mode.COMPROMISED);
        assertThat(world.refused()).extracting(PlanResult.Reason::code).containsExactly(RefusalCode.NO_SWAP_BACK);
    }

    static PlanWorld swapping(Mint mint) {
        return PlanWorld.empty().holder("a0", "a").ring("a").verifier("secret/a0", single(mint));
    }

    private static VerifierCapabilities single(Mint mint) {
        return new VerifierCapabilities(false, false, mint, Disable.REVERSIBLE, Attribution.DIRECT, Duration.ZERO);
    }
}
