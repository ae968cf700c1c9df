package io.nhigovernor.governor.document;

/**
 * One thing wrong with a document, and what to do about it.
 *
 * @param line from 1
 * @param column from 1
 * @param field the path from the document's root; empty for the document or file as a whole
 * @param text what is wrong
 */
public record Problem(ProblemCode code, String file, int line, int column, String field, String text, String remedy) {
    /** {@code rings.yaml:4:9 D1004 rings[0].quiet: "soon" is no duration; write …}. */
    @Override
    public String toString() {
        String where = field.isEmpty() ? "" : field + ": ";
        return file + ":" + line + ":" + column + " " + code.code() + " " + where + text + "; " + remedy;
    }
}
