package io.nhigovernor.governor.api;

import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.wire.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A whole answer, before it is written. */
public record Reply(int status, String contentType, Map<String, String> headers, String body) {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";

    public Reply {
        headers = Map.copyOf(headers);
    }

    static Reply json(int status, Object body) {
        return new Reply(status, JSON, Map.of(), Json.write(body));
    }

    static Reply problem(ProblemDocument problem) {
        return new Reply(problem.status(), PROBLEM, Map.of(), Json.write(problem));
    }

    static Reply problem(Code code, String text, String remedy) {
        return problem(ProblemDocument.of(code, text, remedy));
    }

    static Reply problems(Code code, List<Problem> problems) {
        return problem(ProblemDocument.of(code.status(), code.title(), problems));
    }

    Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, more, body);
    }
}
