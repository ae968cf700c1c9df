package io.nhigovernor.governor.store.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A reserve in one file, written to its last byte: a file with holes, or one that a file system can squeeze, keeps nothing. */
final class ReserveFile implements Reserve {
    private static final int BLOCK = 8192;

    private final Path file;
    private final long bytes;

    ReserveFile(Path file, long bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    static ReserveFile beside(Path database, long bytes) {
        Path file = database.toAbsolutePath().normalize();
        return new ReserveFile(file.resolveSibling(file.getFileName() + ".reserve"), bytes);
    }

    @Override
    public boolean keep() {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (Files.exists(file) && Files.size(file) >= bytes) {
                return true;
            }
            // Others on this disk must not feel it, and it must not come and go.
            if (Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() < 2 * bytes) {
                return false;
            }
            write(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            delete(unfinished);
            return false;
        }
    }

    @Override
    public boolean giveUp() {
        return delete(file);
    }

    private void write(Path unfinished) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                OutputStream out = Channels.newOutputStream(channel)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            long state = 0x9E37_79B9_7F4A_7C15L;
            for (long left = bytes; left > 0; left -= BLOCK) {
                block.clear();
                while (block.hasRemaining()) {
                    // Xorshift (Marsaglia 2003): no two blocks are alike.
                    state ^= state << 13;
                    state ^= state >>> 7;
                    state ^= state << 17;
                    block.putLong(state);
                }
                out.write(block.array(), 0, (int) Math.min(BLOCK, left));
            }
            channel.force(true);
        }
    }

    private static boolean delete(Path what) {
        try {
            return Files.deleteIfExists(what);
        } catch (IOException e) {
            // It keeps its room: whoever wanted that hears that nothing was freed.
            return false;
        }
    }
}
