package io.nhigovernor.connectors.vault.tail;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows one log file: over restarts, over rotation by rename and by copy and truncation, without ever holding more than one
 * line. One thread at a time.
 *
 * <p>A file is known by its first line, then by the operating system's name for it. Rotation by rename (with its writer told to open a new file) loses
 * nothing: the old file is read to its end until the new one has a line. By copy and truncation, what is written between both is
 * lost to everybody, and nobody can see it.
 */
public final class LogTail implements Closeable {
    private static final int CHUNK = 256 * 1024;

    private final Path path;
    private final Path checkpoint;
    private final Times times;
    private final LineBuffer buffer = new LineBuffer();
    private final byte[] chunk = new byte[CHUNK];
    private @Nullable LogFile current;
    private Optional<String> head = Optional.empty();
    private long offset;
    private boolean inMidLine;
    private boolean successorSeen;
    private boolean started;

    /** No longer line is taken; in bytes, without its end. */
    public static final int LINE_MAX = LineBuffer.LINE_MAX;

    /** Takes whole lines. */
    public interface Lines {
        /** @param bytes lent: valid during the call only */
        void line(byte[] bytes, int length);

        void skipped(Unusable why);
    }

    /** Why what was read is no line. */
    public enum Unusable {
        TOO_LONG,
        /** The rest of a line whose file went away before it ended. */
        CUT_OFF
    }

    /** When a line was written; empty if it does not tell. */
    @FunctionalInterface
    public interface Times {
        Optional<Instant> of(byte[] line, int length);
    }

    /** Takes what is read. */
    public interface Taker extends Lines {
        /** Lines are missing from here backwards. */
        void gap(Gap why);
    }

    /** Why lines are missing. */
    public enum Gap {
        /** The file that was being read is not there any more, under any name. */
        FILE_GONE,
        /** It is shorter than what was read of it, and no copy holds the rest. */
        TRUNCATED,
        /** It is not known how far was read. */
        CHECKPOINT_UNREADABLE
    }

    /**
     * @param path what is written to
     * @param checkpoint our own file, in a folder of ours
     * @param times tells which of two files was begun first
     */
    public LogTail(Path path, Path checkpoint, Times times) {
        this.path = path;
        this.checkpoint = checkpoint;
        this.times = times;
    }

    /**
     * Reads on, at most a quarter of a mebibyte.
     *
     * @return whether there may be more at once
     */
    public boolean poll(Taker into) throws IOException {
        if (current == null && !begin(into)) {
            return false;
        }
        LogFile file = opened();
        int read = file.read(chunk, offset + buffer.unended());
        // Looked at after reading: what was read of a file that was truncated meanwhile is not what it seems.
        if (replaced(file)) {
            afterTruncation(into);
            return true;
        }
        if (read == 0) {
            return moveOn(into);
        }
        offset += buffer.feed(chunk, read, inMidLine ? withoutFirst(into) : into);
        if (head.isEmpty()) {
            head = file.head();
        }
        return true;
    }

    /** Keeps how far was read: everything given out so far was taken. */
    public void commit() throws IOException {
        if (current != null) {
            new Position(opened().key(), offset, head).keep(checkpoint);
        }
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    private LogFile opened() {
        if (current == null) {
            throw new IllegalStateException("no file is open");
        }
        return current;
    }

    // ---- where to begin

    private boolean begin(Taker into) throws IOException {
        Position.Kept kept = started ? new Position.Kept.None() : Position.kept(checkpoint);
        return switch (kept) {
            case Position.Kept.Known known -> resume(known.position(), into);
            // A file that appears later is read from its beginning, one that was there before us from its end.
            case Position.Kept.None none -> fresh(!started);
            case Position.Kept.Unreadable unreadable -> {
                boolean found = fresh(true);
                if (found) {
                    into.gap(Gap.CHECKPOINT_UNREADABLE);
                }
                yield found;
            }
        };
    }

    private boolean fresh(boolean fromEnd) throws IOException {
        started = true;
        Optional<LogFile> live = LogFile.open(path);
        if (live.isEmpty()) {
            return false;
        }
        use(live.get(), 0);
        if (fromEnd) {
            offset = live.get().size();
            byte[] last = new byte[1];
            inMidLine = offset > 0 && (live.get().read(last, offset - 1) == 0 || last[0] != '\n');
        }
        return true;
    }

    private boolean resume(Position position, Taker into) throws IOException {
        Optional<LogFile> known = pick(
                file -> position.head().isPresent()
                        ? file.head().equals(position.head()) && file.size() >= position.offset()
                        : file.key().equals(position.file()),
                file -> file.key().equals(position.file()));
        if (known.isPresent()) {
            started = true;
            use(known.get(), position.offset());
            return true;
        }
        Optional<LogFile> live = LogFile.open(path);
        if (live.isEmpty()) {
            // Its writer may not be up yet; the checkpoint stands until there is something to compare it with.
            return false;
        }
        started = true;
        boolean lost = position.head().isPresent();
        boolean shorter = live.get().key().equals(position.file());
        use(live.get(), 0);
        if (lost) {
            into.gap(shorter ? Gap.TRUNCATED : Gap.FILE_GONE);
        }
        return true;
    }

    // ---- where to go on

    private boolean replaced(LogFile file) throws IOException {
        return file.size() < offset + buffer.unended()
                || (head.isPresent() && !file.head().equals(head));
    }

    private void afterTruncation(Taker into) throws IOException {
        Optional<String> lost = head;
        long read = offset;
        String key = opened().key();
        Optional<LogFile> copy = lost.isEmpty()
                ? Optional.empty()
                : pick(
                        file -> !file.key().equals(key) && file.head().equals(lost) && file.size() >= read,
                        file -> true);
        if (copy.isPresent()) {
            use(copy.get(), read);
            return;
        }
        boolean anything = lost.isPresent();
        close();
        buffer.clear();
        started = true;
        Optional<LogFile> live = LogFile.open(path);
        if (live.isPresent()) {
            use(live.get(), 0);
        }
        if (anything) {
            into.gap(Gap.TRUNCATED);
        }
    }

    /** At the end of a file: stays until another one has taken its place and has a line, and the old one is drained after that. */
    private boolean moveOn(Taker into) throws IOException {
        LogFile old = opened();
        Optional<String> live = LogFile.keyAt(path);
        if (live.isEmpty() || live.get().equals(old.key())) {
            successorSeen = false;
            return false;
        }
        if (!successorSeen) {
            Optional<LogFile> next = LogFile.open(path);
            successorSeen = next.isPresent() && next.get().head().isPresent();
            if (next.isPresent()) {
                next.get().close();
            }
            return successorSeen;
        }
        if (buffer.unended() > 0) {
            into.skipped(Unusable.CUT_OFF);
        }
        Optional<LogFile> next = earliestAfter(old.begun(times).orElse(old.modified()), head);
        if (next.isPresent()) {
            use(next.get(), 0);
        } else {
            // What lies there began before what was read: somebody put another file in its place.
            Optional<LogFile> there = LogFile.open(path);
            if (there.isEmpty()) {
                return false;
            }
            use(there.get(), 0);
            into.gap(Gap.FILE_GONE);
        }
        return true;
    }

    /** Rotated more than once since: the files in between come first. */
    private Optional<LogFile> earliestAfter(Instant begun, Optional<String> drained) throws IOException {
        List<LogFile> family = LogFile.family(path);
        LogFile earliest = null;
        Instant earliestBegun = Instant.MAX;
        for (LogFile file : family) {
            Optional<String> its = file.head();
            Optional<Instant> when = file.begun(times);
            if (its.isPresent()
                    && !its.equals(drained)
                    && when.isPresent()
                    && when.get().isAfter(begun)
                    && when.get().isBefore(earliestBegun)) {
                earliest = file;
                earliestBegun = when.get();
            }
        }
        family.remove(earliest);
        LogFile.closeAll(family);
        return Optional.ofNullable(earliest);
    }

    /** A question about a file that may have to be read for it. */
    private interface Test {
        boolean holds(LogFile file) throws IOException;
    }

    private Optional<LogFile> pick(Test fits, Predicate<LogFile> preferred) throws IOException {
        List<LogFile> family = LogFile.family(path);
        LogFile best = null;
        for (LogFile file : family) {
            if (fits.holds(file) && (best == null || (preferred.test(file) && !preferred.test(best)))) {
                best = file;
            }
        }
        family.remove(best);
        LogFile.closeAll(family);
        return Optional.ofNullable(best);
    }

    private void use(LogFile file, long from) throws IOException {
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                // It was read to where we want it; nothing depends on how it closes.
            }
        }
        current = file;
        offset = from;
        head = file.head();
        inMidLine = false;
        successorSeen = false;
        buffer.clear();
    }

    /** What ends first after beginning in mid-line is no line. */
    private Taker withoutFirst(Taker into) {
        return new Taker() {
            @Override
            public void line(byte[] bytes, int length) {
                if (inMidLine) {
                    skipped(Unusable.CUT_OFF);
                } else {
                    into.line(bytes, length);
                }
            }

            @Override
            public void skipped(Unusable why) {
                inMidLine = false;
                into.skipped(why);
            }

            @Override
            public void gap(Gap why) {
                into.gap(why);
            }
        };
    }
}
