package io.nhigovernor.governor.store;

import org.jspecify.annotations.Nullable;

/**
 * The store is broken, fenced or closed: whether the commit was written is unknown, and this store writes nothing any
 * more. Start again; what is durable is found then.
 */
public final class StoreFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
