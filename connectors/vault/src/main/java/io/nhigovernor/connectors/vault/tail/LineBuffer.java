package io.nhigovernor.connectors.vault.tail;

import java.util.Arrays;

/** Cuts what is read into lines, and holds the beginning of one that has not ended yet; never more than one longest line. */
final class LineBuffer {
    /** Vault takes requests of up to 32 MiB, but KV entries of 1 MiB; hashing each short string makes them larger. */
    static final int LINE_MAX = 8 * 1024 * 1024;

    private static final int SMALL = 64 * 1024;
    private byte[] held = new byte[SMALL];
    private int length;
    private long dropped;
    private boolean tooLong;

    /** @return how many bytes of all that was fed belong to ended lines that were given out by this call */
    long feed(byte[] chunk, int count, LogTail.Lines into) {
        long ended = 0;
        int from = 0;
        for (int at = 0; at < count; at++) {
            if (chunk[at] == '\n') {
                append(chunk, from, at - from);
                ended += unended() + 1;
                giveOut(into);
                from = at + 1;
            }
        }
        append(chunk, from, count - from);
        return ended;
    }

    /** Bytes of the line that has not ended. */
    long unended() {
        return dropped + length;
    }

    void clear() {
        length = 0;
        dropped = 0;
        tooLong = false;
        held = held.length > SMALL ? new byte[SMALL] : held;
    }

    private void giveOut(LogTail.Lines into) {
        if (tooLong) {
            into.skipped(LogTail.Unusable.TOO_LONG);
        } else if (length > 0) {
            into.line(held, length);
        }
        clear();
    }

    private void append(byte[] chunk, int from, int count) {
        if (tooLong || length + count > LINE_MAX) {
            tooLong = true;
            dropped += length + count;
            length = 0;
            return;
        }
        if (length + count > held.length) {
            held = Arrays.copyOf(held, Math.max(length + count, Math.min(LINE_MAX, held.length * 2)));
        }
        System.arraycopy(chunk, from, held, length, count);
        length += count;
    }
}
