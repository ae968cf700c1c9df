package io.nhigovernor.governor.replay;

/** A line of a stream that does not say what it must; the message is for the person who recorded it. */
final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    BadLine(String message) {
        // Streams can be wrong on every line: no stack traces.
        super(message, null, false, false);
    }
}
