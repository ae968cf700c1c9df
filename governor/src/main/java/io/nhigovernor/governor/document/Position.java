package io.nhigovernor.governor.document;

/** Where something stands: line and column count from 1. */
record Position(String file, int line, int column) {
    static Position start(String file) {
        return new Position(file, 1, 1);
    }
}
