package io.nhigovernor.governor.store;

/** A write expected a version, claim or free subject that is not there; nothing of its commit was written. */
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super(message);
    }
}
