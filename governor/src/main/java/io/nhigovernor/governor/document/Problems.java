package io.nhigovernor.governor.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong while reading goes on. */
final class Problems {
    private static final int PRINTED_MAX = 300;

    private final List<Problem> found = new ArrayList<>();

    void add(ProblemCode code, Position at, String field, String text, String remedy) {
        found.add(new Problem(code, at.file(), at.line(), at.column(), printable(field), printable(text), remedy));
    }

    void add(ProblemCode code, Node at, String text, String remedy) {
        add(code, at.position(), at.path(), text, remedy);
    }

    /** What a file says may be long, or try to look like another line of a log. */
    private static String printable(String text) {
        String clipped = text.length() > PRINTED_MAX ? text.substring(0, PRINTED_MAX) + "…" : text;
        return clipped.replaceAll("\\p{Cntrl}", "?");
    }

    int count() {
        return found.size();
    }

    /** Whether {@code field}, something in it or something around it was found wrong after the first {@code mark}. */
    boolean since(int mark, String field) {
        return found.subList(mark, found.size()).stream()
                .map(Problem::field)
                .anyMatch(wrong -> Node.around(field, wrong) || Node.around(wrong, field));
    }

    /** In order of file, line and column. */
    List<Problem> inOrder(List<String> files) {
        return found.stream()
                .sorted(Comparator.comparingInt((Problem problem) -> files.indexOf(problem.file()))
                        .thenComparingInt(Problem::line)
                        .thenComparingInt(Problem::column))
                .toList();
    }
}
