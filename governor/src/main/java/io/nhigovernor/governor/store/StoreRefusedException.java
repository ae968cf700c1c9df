package io.nhigovernor.governor.store;

import org.jspecify.annotations.Nullable;

/** A store does not open, and the message says why and what to do; nothing was changed. */
public final class StoreRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreRefusedException(String message) {
        this(message, null);
    }

    public StoreRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
