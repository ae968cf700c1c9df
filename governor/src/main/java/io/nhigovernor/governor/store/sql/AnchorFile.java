package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.ledger.HashChain;
import io.nhigovernor.governor.store.Anchored;
import io.nhigovernor.governor.store.StoreRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The anchor beside a database: a text file of one line per group of commits, {@code sequence head epoch time}, without
 * secrets. Its last whole line counts: one without its line end was being written when the process ended, and nobody had
 * been told of what it anchors. It is begun anew at every start and when it has grown, by a rename, so that it is never
 * without a whole line. Used by one thread at a time.
 */
final class AnchorFile implements AutoCloseable {
    static final String NAME = "ledger.anchor";
    private static final long LENGTH_MAX = 1 << 20;
    private static final Pattern LINE = Pattern.compile("([0-9]{1,18}) ([0-9a-f]{64}) ([0-9]{1,18}) (\\S{1,40})");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private Optional<FileChannel> channel = Optional.empty();

    private AnchorFile(Path file) {
        this.file = file;
    }

    static AnchorFile beside(Path database) {
        return new AnchorFile(database.toAbsolutePath().normalize().resolveSibling(NAME));
    }

    /**
     * What its last whole line says; empty if there is no file, or no whole line that reads.
     *
     * @throws StoreRefusedException if it is there and cannot be read
     */
    Optional<Anchored> last() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new StoreRefusedException("the anchor " + file + " cannot be read: " + e, e);
        }
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        return lines.isEmpty() ? Optional.empty() : anchored(lines.getLast());
    }

    /** Begins the file anew with this one line; durable when it returns. */
    void begin(Anchored anchored) {
        try {
            close();
            Path fresh = file.resolveSibling(NAME + ".new");
            Files.deleteIfExists(fresh);
            try (FileChannel written = FileChannel.open(
                    fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
                append(written, anchored);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
                folder.force(true);
            }
            channel = Optional.of(FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException("the anchor " + file + " cannot be written", e);
        }
    }

    /** Durable when it returns. */
    void keep(Anchored anchored) {
        try {
            if (channel.isEmpty() || channel.get().size() > LENGTH_MAX) {
                begin(anchored);
            } else {
                append(channel.get(), anchored);
            }
        } catch (IOException e) {
            // Half a line may stand there: the next one begins the file anew.
            close();
            throw new UncheckedIOException("the anchor " + file + " cannot be written", e);
        }
    }

    private static void append(FileChannel to, Anchored anchored) throws IOException {
        String line = anchored.sequence() + " " + anchored.head() + " " + anchored.epoch() + " " + anchored.time();
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
        to.force(true);
    }

    private static Optional<Anchored> anchored(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Anchored(
                    new HashChain(Long.parseLong(parts.group(1)), parts.group(2)),
                    Long.parseLong(parts.group(3)),
                    Instant.parse(parts.group(4))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            if (channel.isPresent()) {
                channel.get().close();
            }
            channel = Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the anchor " + file + " does not close", e);
        }
    }
}
