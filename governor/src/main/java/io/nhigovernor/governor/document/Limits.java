package io.nhigovernor.governor.document;

/** What is taken in of one file; counts while the tree is built. */
final class Limits {
    static final int BYTES_MAX = 8 * 1024 * 1024;
    static final int DEPTH_MAX = 64;
    static final int VALUES_MAX = 100_000;

    private int values;

    /** One more value, this deep; root values have depth 1. */
    void value(Position at, int depth) throws UnreadableException {
        values++;
        if (depth > DEPTH_MAX) {
            throw new UnreadableException(at, "nested deeper than " + DEPTH_MAX, "flatten it");
        }
        if (values > VALUES_MAX) {
            throw new UnreadableException(at, "more than " + VALUES_MAX + " values in one file", "split the file");
        }
    }
}
