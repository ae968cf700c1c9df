package io.nhigovernor.governor.document;

import io.nhigovernor.governor.ring.RingPlanProblem;
import java.util.List;

/** Turns broken rules of rings and gates into located problems. */
final class RuleProblems {
    private RuleProblems() {}

    /** A rule that looked at a field which did not read says nothing: it looked at a placeholder. */
    static void report(List<RingPlanProblem> broken, FieldReader fields, Problems problems) {
        List<RingPlanProblem> sound = broken.stream()
                .filter(problem -> !problems.since(fields.mark(), problem.field())
                        && problem.related().stream().noneMatch(field -> problems.since(fields.mark(), field)))
                .toList();
        for (RingPlanProblem problem : sound) {
            problems.add(
                    code(problem.rule()),
                    Node.locate(fields.node(), problem.field()),
                    problem.field(),
                    problem.text(),
                    problem.remedy());
        }
    }

    private static ProblemCode code(RingPlanProblem.Rule rule) {
        return switch (rule) {
            case EMPTY, OUT_OF_RANGE -> ProblemCode.OUT_OF_RANGE;
            case EMPTY_SELECTOR -> ProblemCode.EMPTY_SELECTOR;
            case DUPLICATE -> ProblemCode.DUPLICATE;
            case WINDOW_BELOW_FLOOR -> ProblemCode.WINDOW_BELOW_FLOOR;
        };
    }
}
