package io.nhigovernor.connectors.local.files;

import io.nhigovernor.connectors.local.files.ValueStore.Value;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Secret;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The clear form inside a sealed value: a format byte, then attempt, public part and secret, each with its length. */
final class ValueCodec {
    private static final byte FORMAT = 1;
    private static final int ABSENT = -1;

    private ValueCodec() {}

    /** The caller wipes what it gets. */
    static byte[] encode(Value value) {
        var attempt = bytes(value.attempt());
        var publicPart = bytes(value.material().publicPart());
        return value.material().secret().use(secret -> {
            var buffer = ByteBuffer.allocate(1
                    + 3 * Integer.BYTES
                    + attempt.map(text -> text.length).orElse(0)
                    + publicPart.map(text -> text.length).orElse(0)
                    + secret.length);
            buffer.put(FORMAT);
            put(buffer, attempt);
            put(buffer, publicPart);
            put(buffer, Optional.of(secret));
            return buffer.array();
        });
    }

    static Value decode(Fingerprint fingerprint, byte[] clear) throws IOException {
        var buffer = ByteBuffer.wrap(clear);
        try {
            if (buffer.get() != FORMAT) {
                throw new IOException("a kept value of an unknown format; it was written by a newer version");
            }
            var attempt = take(buffer).map(ValueCodec::text);
            var publicPart = take(buffer).map(ValueCodec::text);
            var secret = take(buffer).orElseThrow(() -> new IOException("a kept value without its secret"));
            try {
                return new Value(fingerprint, attempt, new Material(Secret.copyOf(secret), publicPart));
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        } catch (BufferUnderflowException e) {
            throw new IOException("a kept value is cut short", e);
        }
    }

    private static void put(ByteBuffer buffer, Optional<byte[]> part) {
        buffer.putInt(part.map(bytes -> bytes.length).orElse(ABSENT));
        part.ifPresent(buffer::put);
    }

    private static Optional<byte[]> take(ByteBuffer buffer) {
        int length = buffer.getInt();
        if (length == ABSENT) {
            return Optional.empty();
        }
        if (length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        var part = new byte[length];
        buffer.get(part);
        return Optional.of(part);
    }

    private static Optional<byte[]> bytes(Optional<String> text) {
        return text.map(present -> present.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
