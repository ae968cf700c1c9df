package io.nhigovernor.samples.estate.proof;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** Looks through files for any {@value Needle#LEAST_BYTES} bytes in a row of any secret, in any disguise, also inside gzip. */
public final class LeakScan {
    private static final int WINDOW = Needle.LEAST_BYTES;
    private static final int FILTER_BITS = 25;
    private static final int DEPTH = 3;
    private static final int INFLATED_MAX = 64 * 1024 * 1024;

    private final BitSet filter = new BitSet(1 << FILTER_BITS);
    private final Map<Long, List<Pattern>> patterns = new HashMap<>();

    private record Pattern(byte[] bytes, String needle, String form) {}

    /** Where something was found, never what. */
    public record Finding(Path file, String needle, String form) {}

    public LeakScan(Collection<Needle> needles) {
        for (var needle : needles) {
            var value = needle.value();
            for (int from = 0; from + WINDOW <= value.length; from++) {
                Disguises.of(
                        Arrays.copyOfRange(value, from, from + WINDOW),
                        (form, bytes) -> add(new Pattern(bytes, needle.name(), form)));
            }
        }
    }

    private void add(Pattern pattern) {
        var window = new Window();
        for (int at = 0; at < WINDOW; at++) {
            window.take(pattern.bytes()[at]);
        }
        long hash = window.hash();
        filter.set(slot(hash));
        var same = patterns.computeIfAbsent(hash, ignored -> new ArrayList<>());
        if (same.stream().noneMatch(known -> Arrays.equals(known.bytes(), pattern.bytes()))) {
            same.add(pattern);
        }
    }

    /** The last {@value #WINDOW} bytes. They are shifted on one by one, which is quick also where nothing compiles well. */
    private static final class Window {
        private long first;
        private int last;

        void take(byte next) {
            first = first >>> Byte.SIZE | (long) (last & 0xff) << Long.SIZE - Byte.SIZE;
            last = last >>> Byte.SIZE | next << Integer.SIZE - Byte.SIZE;
        }

        long hash() {
            long mixed = first * 0x9E3779B97F4A7C15L ^ last;
            return (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        }
    }

    private static int slot(long hash) {
        return (int) (hash >>> Long.SIZE - FILTER_BITS);
    }

    /** Every regular file under {@code root} but those that are exempt. */
    public Set<Finding> scan(Path root, Predicate<Path> exempt) throws IOException {
        var findings = new LinkedHashSet<Finding>();
        try (var found = Files.walk(root)) {
            for (var file : found.filter(Files::isRegularFile).toList()) {
                if (!exempt.test(file)) {
                    scan(file, Files.readAllBytes(file), 0, findings);
                }
            }
        }
        return findings;
    }

    private void scan(Path file, byte[] bytes, int depth, Set<Finding> findings) {
        var window = new Window();
        for (int taken = 0; taken < Math.min(WINDOW - 1, bytes.length); taken++) {
            window.take(bytes[taken]);
        }
        for (int at = 0; at + WINDOW <= bytes.length; at++) {
            window.take(bytes[at + WINDOW - 1]);
            long hash = window.hash();
            if (filter.get(slot(hash))) {
                for (var pattern : patterns.getOrDefault(hash, List.of())) {
                    int end = at + pattern.bytes().length;
                    if (end <= bytes.length
                            && Arrays.equals(bytes, at, end, pattern.bytes(), 0, pattern.bytes().length)) {
                        findings.add(new Finding(file, pattern.needle(), pattern.form()));
                    }
                }
            }
            boolean gzip = bytes[at] == 0x1f && bytes[at + 1] == (byte) 0x8b && bytes[at + 2] == 8;
            if (gzip && depth < DEPTH) {
                scan(file, inflated(bytes, at), depth + 1, findings);
            }
        }
    }

    /** As much of it as can be inflated: what looks like the start of a member may be none. */
    private static byte[] inflated(byte[] bytes, int from) {
        var out = new ByteArrayOutputStream();
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes, from, bytes.length - from))) {
            var buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read > 0 && out.size() < INFLATED_MAX; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            return out.toByteArray();
        }
        return out.toByteArray();
    }
}
