package io.nhigovernor.governor.plan;

import java.util.List;

/** A plan, or every reason why there is none. */
public sealed interface PlanResult {
    record Planned(Plan plan) implements PlanResult {}

    /** @param reasons never empty */
    record Refusal(List<Reason> reasons) implements PlanResult {
        public Refusal {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * One reason why a plan is refused.
     *
     * @param text what stands against it
     * @param remedy what to do
     */
    record Reason(RefusalCode code, String text, String remedy) {
        @Override
        public String toString() {
            return code.code() + " " + text + "; " + remedy;
        }
    }
}
