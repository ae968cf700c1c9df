package io.nhigovernor.governor.ring;

import java.util.List;

/**
 * One thing that makes a ring plan or gate unfit to load.
 *
 * @param field the field it stands at, as a path from the document: {@code rings[1].gate.minWindow}
 * @param related further fields the rule looked at
 * @param text what is wrong
 * @param remedy what to do
 */
public record RingPlanProblem(Rule rule, String field, List<String> related, String text, String remedy) {
    public RingPlanProblem {
        related = List.copyOf(related);
    }

    /** Which rule was broken. */
    public enum Rule {
        /** Nothing where at least one is needed. */
        EMPTY,
        EMPTY_SELECTOR,
        DUPLICATE,
        OUT_OF_RANGE,
        WINDOW_BELOW_FLOOR
    }
}
