package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.wire.Problem;
import java.util.List;
import java.util.Optional;

/** Problems as a person reads them: place, code, field and text on one line, the remedy under it. */
final class Problems {
    private Problems() {}

    static void print(Terminal terminal, List<Problem> problems) {
        for (Problem problem : problems) {
            String place = place(problem);
            String field = problem.field()
                    .filter(name -> !problem.text().startsWith(name))
                    .map(name -> name + ": ")
                    .orElse("");
            terminal.error((place.isEmpty() ? "" : place + ": ") + problem.code() + " " + field + problem.text());
            terminal.error("    " + problem.remedy());
        }
    }

    /** What is wrong with documents, in the form every other problem has. */
    static List<Problem> of(List<io.nhigovernor.governor.document.Problem> found) {
        return found.stream()
                .map(problem -> new Problem(
                        problem.code().code(),
                        problem.text(),
                        problem.remedy(),
                        Optional.of(problem.file()),
                        Optional.of(problem.line()),
                        Optional.of(problem.column()),
                        Optional.of(problem.field()).filter(field -> !field.isEmpty())))
                .toList();
    }

    private static String place(Problem problem) {
        StringBuilder place = new StringBuilder(problem.file().orElse(""));
        problem.line()
                .ifPresent(line -> place.append(place.isEmpty() ? "line " : ":").append(line));
        problem.column().ifPresent(column -> place.append(':').append(column));
        return place.toString();
    }
}
