package io.nhigovernor.governor.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * One thing wrong with what came in: a stable code, what is wrong, and what to do.
 *
 * @param line from 1
 * @param column from 1
 * @param field path of the field, such as {@code [3].data.outcome}
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Problem(
        String code,
        String text,
        String remedy,
        Optional<String> file,
        Optional<Integer> line,
        Optional<Integer> column,
        Optional<String> field) {
    public static Problem of(String code, String text, String remedy) {
        return new Problem(code, text, remedy, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Problem ofField(String code, String field, String text, String remedy) {
        return new Problem(
                code, text, remedy, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(field));
    }

    public static Problem ofPlace(String code, int line, int column, String text, String remedy) {
        return new Problem(
                code, text, remedy, Optional.empty(), Optional.of(line), Optional.of(column), Optional.empty());
    }

    public Problem inFile(String name) {
        return new Problem(code, text, remedy, Optional.of(name), line, column, field);
    }
}
