package io.nhigovernor.governor.store.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an export, each without its line feed. What no export has (bytes that are not UTF-8, a last line without
 * its line feed) shows as a NUL in the line it is in, so that the verifier names that record.
 */
public final class ExportLines implements Iterator<String> {
    private static final int LINE_MAX = 1 << 24;
    private static final String NEVER = "\u0000";

    private final BufferedReader reader;
    private @Nullable String next;

    /** Reads {@code in} to its end; the caller closes it. */
    public ExportLines(InputStream in) {
        reader = new BufferedReader(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .replaceWith(NEVER)
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)));
        next = read();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public String next() {
        String line = next;
        if (line == null) {
            throw new NoSuchElementException("the export has no more lines");
        }
        next = read();
        return line;
    }

    /** Not {@link BufferedReader#readLine}: it takes a carriage return for a line feed. */
    private @Nullable String read() {
        try {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c != '\n'; c = reader.read()) {
                if (c < 0) {
                    return line.isEmpty() ? null : line.append(NEVER).toString();
                }
                if (line.length() == LINE_MAX) {
                    return line.append(NEVER).toString();
                }
                line.append((char) c);
            }
            return line.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
