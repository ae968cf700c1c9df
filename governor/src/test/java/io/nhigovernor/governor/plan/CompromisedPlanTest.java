package io.nhigovernor.governor.plan;

import static io.nhigovernor.governor.plan.PlanWorld.PRIOR;
import static io.nhigovernor.governor.plan.PlanWorld.expiringIn;
import static io.nhigovernor.governor.plan.PlanWorld.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.ring.Mode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CompromisedPlanTest {
    @Test
    void aRoutinePlanMayNotStartFromACompromisedPrior() {
        assertThat(small().compromised("secret/a0", PRIOR).refused())
                .extracting(PlanResult.Reason::code)
                .containsExactly(RefusalCode.PRIOR_COMPROMISED);
        assertThat(small().compromised("secret/a0", PRIOR)
                        .mode(Mode.COMPROMISED)
                        .planned()
                        .compromised())
                .isTrue();
    }

    @Test
    void aBrownOutWouldLeadBackAndIsRefused() {
        assertThat(small().mode(Mode.COMPROMISED)
                        .plan(asked -> asked.brownOut(Duration.ofMinutes(5)))
                        .refused())
                .extracting(PlanResult.Reason::code)
                .containsExactly(RefusalCode.NO_BROWN_OUT);
    }

    @Test
    void theModeIsPartOfWhatIsApproved() {
        assertThat(small().mode(Mode.COMPROMISED).planned().digest())
                .isNotEqualTo(small().planned().digest());
    }

    @Test
    void aCompromisedPriorThatEndsEarlyIsNoReasonAgainstThePlan() {
        assertThat(small().mode(Mode.COMPROMISED)
                        .acceptance("secret/a0", expiringIn(Duration.ofMinutes(5)))
                        .result())
                .isInstanceOf(PlanResult.Planned.class);
    }

    @Test
    void thePlanSaysThatNothingLeadsBackAndOnWhomContainmentDepends() {
        Plan plan = small().mode(Mode.COMPROMISED).planned();
        assertThat(plan.restoreProof()).contains("nothing leads back");
        assertThat(plan.notes()).anySatisfy(note -> assertThat(note.text()).contains("containment depends on us"));
    }
}
