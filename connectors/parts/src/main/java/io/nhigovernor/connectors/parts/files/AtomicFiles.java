package io.nhigovernor.connectors.parts.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes that a reader sees whole or not at all, and that are on disk when the call returns. What a crash leaves behind is
 * named {@link #LEFTOVER} and is never read.
 */
public final class AtomicFiles {
    /** How names of unfinished work start; no id becomes such a name. */
    public static final String LEFTOVER = ".tmp-";

    public static final String OWNER = "rw-------";
    public static final String OWNER_AND_GROUP = "rw-r-----";
    public static final String EVERYONE = "rw-r--r--";
    public static final String OWNER_DIRECTORY = "rwx------";
    public static final String GROUP_DIRECTORY = "rwxr-x---";
    public static final String OPEN_DIRECTORY = "rwxr-xr-x";

    private AtomicFiles() {}

    public static void write(Path file, byte[] content, String permissions) throws IOException {
        var unfinished = leftover(file);
        try {
            create(unfinished, content, permissions);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        forceDirectory(file.toAbsolutePath().getParent());
    }

    /** Writes a new file and forces it, but not its directory. */
    public static void create(Path file, byte[] content, String permissions) throws IOException {
        var attributes = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        try (var channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Makes a directory and what is above it; a directory that exists keeps its permissions. */
    public static void directories(Path directory, String permissions) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        var absolute = directory.toAbsolutePath();
        var parent = absolute.getParent();
        if (parent != null) {
            directories(parent, permissions);
        }
        try {
            Files.createDirectory(
                    absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        } catch (FileAlreadyExistsException e) {
            // Somebody else made it in between; a plain file of that name fails at the first write into it.
            return;
        }
        forceDirectory(parent);
    }

    public static Path leftover(Path beside) {
        return beside.resolveSibling(LEFTOVER + UUID.randomUUID());
    }

    public static void forceDirectory(@Nullable Path directory) throws IOException {
        if (directory == null) {
            return;
        }
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Deletes a file or a whole directory, without following links; nothing if it is not there. */
    public static void deleteAll(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var found = Files.walk(root)) {
            for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
