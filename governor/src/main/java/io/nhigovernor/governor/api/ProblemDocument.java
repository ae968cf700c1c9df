package io.nhigovernor.governor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.nhigovernor.governor.engine.Answer;
import io.nhigovernor.governor.wire.Problem;
import java.util.List;

/**
 * An RFC 9457 problem. {@code code} is the first problem's; every problem brings its own code, text and remedy.
 *
 * @param type {@code urn:nhi-governor:problem:} and the code
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ProblemDocument(
        String type, String title, int status, String detail, String code, List<Problem> problems) {
    public ProblemDocument {
        problems = List.copyOf(problems);
    }

    static ProblemDocument of(int status, String title, List<Problem> problems) {
        Problem first = problems.get(0);
        String detail =
                problems.size() == 1 ? first.text() : first.text() + " (and " + (problems.size() - 1) + " more)";
        return new ProblemDocument(
                "urn:nhi-governor:problem:" + first.code(), title, status, detail, first.code(), problems);
    }

    static ProblemDocument of(Code code, String text, String remedy) {
        return of(code.status(), code.title(), List.of(Problem.of(code.code(), text, remedy)));
    }

    private static Problem problem(Answer.Reason reason) {
        return new Problem(
                reason.code(),
                reason.text(),
                reason.remedy(),
                reason.where().map(Answer.Where::file),
                reason.where().map(Answer.Where::line),
                reason.where().map(Answer.Where::column),
                reason.where().map(Answer.Where::field).filter(field -> !field.isEmpty()));
    }

    static ProblemDocument of(Answer.Refused refused) {
        List<Problem> problems =
                refused.reasons().stream().map(ProblemDocument::problem).toList();
        return switch (refused.kind()) {
            case BAD_INPUT -> of(400, "Bad input", problems);
            case FORBIDDEN -> of(403, "Forbidden", problems);
            case NOT_FOUND -> of(404, "Not found", problems);
            case CONFLICT -> of(409, "Not possible now", problems);
            case NO_ROOM -> of(507, "No room to write", problems);
        };
    }
}
