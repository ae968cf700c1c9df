package io.nhigovernor.governor.intake;

import io.nhigovernor.governor.wire.Problem;
import java.util.List;

/** What a delivery of signals came to. */
public sealed interface Receipt {
    /**
     * Counted. Everything counted as accepted was taken by the engine.
     *
     * @param duplicates events already seen within 15 minutes
     * @param quarantined events whose time was too far from their arrival; never evidence
     */
    record Taken(int accepted, int duplicates, int quarantined) implements Receipt {}

    /** Nothing was taken, for all these reasons. */
    record Refused(Why why, List<Problem> problems) implements Receipt {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /** The buffer is full, nothing was taken: come again after this many seconds. */
    record Full(int retryAfterSeconds) implements Receipt {}

    /** What sort of refusal. */
    enum Why {
        MALFORMED,
        TOO_LARGE,
        WRONG_TYPE,
        FORBIDDEN
    }
}
