package io.nhigovernor.connectors.local.files;

import io.nhigovernor.connectors.parts.files.AtomicFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Named locks that hold between processes (file locks) and between the threads of this one. */
public final class FileLocks {
    // A file lock belongs to the process, so threads need a lock of their own, shared by everyone who opens the same
    // home.
    private static final Map<Path, ReentrantLock> WITHIN_PROCESS = new ConcurrentHashMap<>();
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Path directory;

    public FileLocks(Path directory) throws IOException {
        AtomicFiles.directories(directory, AtomicFiles.GROUP_DIRECTORY);
        this.directory = directory.toRealPath();
    }

    /** Empty if somebody else held it all the while, or this thread was interrupted. */
    public Optional<Held> acquire(String name, Duration patience) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        var file = directory.resolve(name + ".lock");
        var within = WITHIN_PROCESS.computeIfAbsent(file, path -> new ReentrantLock());
        if (!locked(within, patience)) {
            return Optional.empty();
        }
        Optional<Held> held = Optional.empty();
        try {
            held = between(file, within, until);
            return held;
        } finally {
            if (held.isEmpty()) {
                within.unlock();
            }
        }
    }

    private static boolean locked(ReentrantLock lock, Duration patience) {
        try {
            return lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<Held> between(Path file, ReentrantLock within, long until) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            do {
                lock = channel.tryLock();
                if (lock == null) {
                    LockSupport.parkNanos(POLL_NANOS);
                }
            } while (lock == null
                    && System.nanoTime() < until
                    && !Thread.currentThread().isInterrupted());
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new Held(channel, within));
    }

    /** A lock held by this thread until closed. */
    public static final class Held implements AutoCloseable {
        private final FileChannel channel;
        private final ReentrantLock within;

        Held(FileChannel channel, ReentrantLock within) {
            this.channel = channel;
            this.within = within;
        }

        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                within.unlock();
            }
        }
    }
}
