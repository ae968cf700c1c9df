package io.nhigovernor.governor.document;

/** A file could not be read to its end; what stands before {@code at} may have been. */
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Position at;
    private final String remedy;

    UnreadableException(Position at, String text, String remedy) {
        super(text);
        this.at = at;
        this.remedy = remedy;
    }

    void addTo(Problems problems) {
        problems.add(ProblemCode.UNREADABLE, at, "", String.valueOf(getMessage()), remedy);
    }
}
