package io.nhigovernor.spi;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Secret bytes. Prints as {@code <secret>}, is never serialised, and is wiped by {@link #close}. Use it inside
 * try-with-resources and give the bytes away only through {@link #use}.
 */
public final class Secret implements AutoCloseable {
    private final byte[] bytes;
    private boolean closed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies {@code bytes}; the caller still owns, and should wipe, its own array. */
    public static Secret copyOf(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** A copy with its own life. */
    public Secret copy() {
        return use(Secret::copyOf);
    }

    /**
     * Lends the bytes for the length of {@code reader}, which must not keep them.
     *
     * @throws IllegalStateException once closed
     */
    public synchronized <T> T use(Function<byte[], T> reader) {
        if (closed) {
            throw new IllegalStateException("secret is closed");
        }
        return reader.apply(bytes);
    }

    /** Compares in constant time. */
    public boolean sameAs(Secret other) {
        return use(mine -> other.use(theirs -> MessageDigest.isEqual(mine, theirs)));
    }

    @Override
    public synchronized void close() {
        Arrays.fill(bytes, (byte) 0);
        closed = true;
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
