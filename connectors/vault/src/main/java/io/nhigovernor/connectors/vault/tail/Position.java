package io.nhigovernor.connectors.vault.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far a file was read.
 *
 * @param file the operating system's name for the file (device and inode), which may come to mean another file
 * @param offset the end of the last line taken, in bytes
 * @param head hash of the file's first line, which no other file has; empty while there is none
 */
record Position(String file, long offset, Optional<String> head) {
    private static final String FORM = "audit-position.v1";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** What a kept position is. */
    sealed interface Kept {
        record Known(Position position) implements Kept {}

        record None() implements Kept {}

        record Unreadable() implements Kept {}
    }

    /** Writes all of it or nothing. */
    void keep(Path where) throws IOException {
        String text = String.join("\n", FORM, file, Long.toString(offset), head.orElse("-"), "");
        Path next = where.resolveSibling(where.getFileName() + ".next");
        try (FileChannel out = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, where, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static Kept kept(Path where) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(where);
        } catch (NoSuchFileException e) {
            return new Kept.None();
        }
        // Latin-1 cannot fail, whatever a broken disk made of it.
        List<String> lines =
                new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
        boolean formed = lines.size() == 4
                && lines.get(0).equals(FORM)
                && lines.get(2).matches("[0-9]{1,18}")
                && (lines.get(3).equals("-") || HASH.matcher(lines.get(3)).matches());
        if (!formed) {
            return new Kept.Unreadable();
        }
        Optional<String> head = Optional.of(lines.get(3)).filter(text -> !text.equals("-"));
        return new Kept.Known(new Position(lines.get(1), Long.parseLong(lines.get(2)), head));
    }
}
