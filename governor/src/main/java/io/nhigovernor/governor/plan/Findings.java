package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.plan.PlanResult.Reason;
import java.util.ArrayList;
import java.util.List;

/** Collects what planning finds: reasons against the plan, and what its reader should know. */
final class Findings {
    private final List<Reason> reasons = new ArrayList<>();
    private final List<Plan.Note> notes = new ArrayList<>();

    void refuse(RefusalCode code, String text, String remedy) {
        reasons.add(new Reason(code, text, remedy));
    }

    void note(String code, String text) {
        notes.add(new Plan.Note(code, text));
    }

    List<Reason> reasons() {
        return List.copyOf(reasons);
    }

    List<Plan.Note> notes() {
        return List.copyOf(notes);
    }
}
