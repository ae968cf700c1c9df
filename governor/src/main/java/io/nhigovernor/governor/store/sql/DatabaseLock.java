package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.store.StoreRefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The lock file beside a database: one process at a time; the operating system gives it back however the process ends. */
final class DatabaseLock implements AutoCloseable {
    /**
     * POSIX drops a process's locks on a file when any of its handles on it is closed; so a second open in this process must
     * be refused before it touches the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DatabaseLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws StoreRefusedException if another store has it */
    static DatabaseLock take(Path database) {
        Path file = database.toAbsolutePath().normalize().resolveSibling(database.getFileName() + ".lock");
        if (!HELD.add(file)) {
            throw taken(database);
        }
        DatabaseLock lock = null;
        try {
            lock = lock(file);
        } catch (IOException e) {
            throw new StoreRefusedException("the lock file " + file + " cannot be made: " + e, e);
        } finally {
            if (lock == null) {
                HELD.remove(file);
            }
        }
        if (lock == null) {
            throw taken(database);
        }
        return lock;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("the lock file " + file + " does not close", e);
        } finally {
            HELD.remove(file);
        }
    }

    private static @Nullable DatabaseLock lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean kept = false;
        try {
            FileLock lock = channel.tryLock();
            kept = lock != null;
            return kept ? new DatabaseLock(file, channel) : null;
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    private static StoreRefusedException taken(Path database) {
        return new StoreRefusedException("another governor has " + database
                + " open; stop that one first, or give this one a database of its own");
    }
}
