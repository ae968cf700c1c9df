package io.nhigovernor.governor.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Lines of a plain or gzip stream, as bytes, one at a time. */
final class LineReader {
    private static final int LONGEST = 64 * 1024 * 1024;

    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private int next;
    private int filled;
    private long number;

    LineReader(InputStream stream) throws IOException {
        PushbackInputStream peeked = new PushbackInputStream(stream, 2);
        byte[] magic = peeked.readNBytes(2);
        peeked.unread(magic);
        boolean zipped = magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
        this.in = zipped ? new GZIPInputStream(peeked, 1 << 16) : peeked;
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        start = next;
        int scan = next;
        while (true) {
            for (; scan < filled; scan++) {
                if (buffer[scan] == '\n') {
                    end = scan;
                    next = scan + 1;
                    number++;
                    return true;
                }
            }
            scan = makeRoom(scan);
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                end = filled;
                next = filled;
                number += end > start ? 1 : 0;
                return end > start;
            }
            filled += read;
        }
    }

    private int makeRoom(int scan) throws IOException {
        int moved = scan - start;
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
        start = 0;
        if (filled == buffer.length) {
            if (buffer.length >= LONGEST) {
                throw new IOException("line " + (number + 1) + " is longer than 64 MiB");
            }
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        return moved;
    }

    boolean blank() {
        for (int i = start; i < end; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int length() {
        return end - start;
    }

    /** The number of the current line, from 1. */
    long number() {
        return number;
    }
}
