package io.nhigovernor.governor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.wire.Problem;
import java.util.List;

/** What a governor answered. */
sealed interface Response {
    record Ok(JsonNode body) implements Response {}

    /** @param body the whole problem document */
    record Refused(int status, List<Problem> problems, JsonNode body) implements Response {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /** Nobody answered, or nobody we understand. */
    record Unreachable(Problem problem) implements Response {}
}
