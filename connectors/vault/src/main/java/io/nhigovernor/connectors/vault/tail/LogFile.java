package io.nhigovernor.connectors.vault.tail;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One log file, held open: it stays itself when it is renamed. */
final class LogFile implements Closeable {
    private static final int HEAD_MAX = 4 * 1024;
    private static final int BEGINNING = 256 * 1024;
    private static final int SIBLINGS_MAX = 1_000;

    private final FileChannel channel;
    private final String key;
    private final Instant modified;

    private LogFile(FileChannel channel, String key, Instant modified) {
        this.channel = channel;
        this.key = key;
        this.modified = modified;
    }

    /** Empty if there is no such file, or it became another one meanwhile: look again later. */
    static Optional<LogFile> open(Path path) throws IOException {
        try {
            BasicFileAttributes before = Files.readAttributes(path, BasicFileAttributes.class);
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            BasicFileAttributes after = Files.readAttributes(path, BasicFileAttributes.class);
            if (!before.isRegularFile() || !key(before).equals(key(after))) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(
                    new LogFile(channel, key(after), after.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The operating system's name for what lies at {@code path} now. */
    static Optional<String> keyAt(Path path) throws IOException {
        try {
            return Optional.of(key(Files.readAttributes(path, BasicFileAttributes.class)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static String key(BasicFileAttributes attributes) {
        return Objects.toString(attributes.fileKey(), "-");
    }

    /** {@code path} itself and what it may have been rotated to: files beside it whose names begin with its own. */
    static List<LogFile> family(Path path) throws IOException {
        Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file lies in a folder");
        String name = String.valueOf(path.getFileName());
        List<LogFile> family = new ArrayList<>();
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(
                folder,
                file -> String.valueOf(file.getFileName()).startsWith(name)
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))) {
            for (Path file : beside) {
                if (family.size() < SIBLINGS_MAX) {
                    open(file).ifPresent(family::add);
                }
            }
            return family;
        } catch (IOException e) {
            closeAll(family);
            throw e;
        }
    }

    static void closeAll(List<LogFile> files) throws IOException {
        for (LogFile file : files) {
            file.close();
        }
    }

    String key() {
        return key;
    }

    /** When it was last changed, as of when it was opened. */
    Instant modified() {
        return modified;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** @return how many bytes were read; 0 at the end */
    int read(byte[] into, long from) throws IOException {
        return read(into, into.length, from);
    }

    private int read(byte[] into, int most, long from) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(into, 0, most);
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, from + bytes.position());
        }
        return bytes.position();
    }

    /** Hash of the first line, or of its first 4 KiB: it holds a time and what makes it its own, so no other file begins with it. */
    Optional<String> head() throws IOException {
        byte[] beginning = new byte[HEAD_MAX];
        int read = read(beginning, HEAD_MAX, 0);
        int end = 0;
        while (end < read && beginning[end] != '\n') {
            end++;
        }
        if (end == read && read < HEAD_MAX) {
            return Optional.empty();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(beginning, 0, end);
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** When its first readable line was written; empty if there is none near its beginning, as in what was compressed. */
    Optional<Instant> begun(LogTail.Times times) throws IOException {
        byte[] beginning = new byte[BEGINNING];
        int read = read(beginning, BEGINNING, 0);
        var earliest = new Earliest(times);
        new LineBuffer().feed(beginning, read, earliest);
        return earliest.time;
    }

    private static final class Earliest implements LogTail.Lines {
        private final LogTail.Times times;
        private Optional<Instant> time = Optional.empty();

        Earliest(LogTail.Times times) {
            this.times = times;
        }

        @Override
        public void line(byte[] bytes, int length) {
            if (time.isEmpty()) {
                time = times.of(bytes, length);
            }
        }

        @Override
        public void skipped(LogTail.Unusable why) {}
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
