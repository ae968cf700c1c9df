package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.store.Commit;
import io.nhigovernor.governor.store.ConflictException;
import io.nhigovernor.governor.store.StoreFailedException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes: it takes all commits that wait, up to a limit, and writes them as a group. The first
 * failure ends it: the commits of that group and all after it fail, and none is tried again. A full disk is a failure only
 * when the reserve was given up before, or is not enough.
 */
final class WriterThread {
    private static final int QUEUE_MAX = 4096;
    private static final int GROUP_MAX = 256;
    private static final long RESERVE_EVERY_NANOSECONDS = 1_000_000_000L;

    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Reserve reserve;
    private final Thread thread;
    private volatile @Nullable StoreFailedException failure;
    private volatile boolean closing;
    private volatile boolean scarce;
    private GroupTransaction transaction;
    private long reserveTried;

    WriterThread(GroupTransaction transaction, Reserve reserve) {
        this.transaction = transaction;
        this.reserve = reserve;
        scarce = !reserve.keep();
        reserveTried = System.nanoTime();
        thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
    }

    private record Waiting(Commit commit, CompletableFuture<Void> done) {}

    void start() {
        thread.start();
    }

    boolean scarce() {
        return scarce;
    }

    /** Queues a commit, waiting for room if the queue is full. */
    synchronized CompletableFuture<Void> submit(Commit commit) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (closing) {
            done.completeExceptionally(new StoreFailedException("the store is closed", null));
            return done;
        }
        enqueue(new Waiting(commit, done));
        return done;
    }

    /** Writes what is queued and ends; commits after this fail. */
    void close() {
        synchronized (this) {
            closing = true;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void enqueue(Waiting waiting) {
        boolean interrupted = false;
        while (true) {
            try {
                queue.put(waiting);
                break;
            } catch (InterruptedException e) {
                // The commit was given to us; whether the caller is stopping does not undo that.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Waiting> group = new ArrayList<>(GROUP_MAX);
        while (!closing || !queue.isEmpty()) {
            group.clear();
            take(group);
            write(group);
            keepReserve();
        }
        guarded(() -> withReserve(last -> {
            last.finish();
            return true;
        }));
        transaction.close();
    }

    /** As soon as there is room. */
    private void keepReserve() {
        if (scarce && System.nanoTime() - reserveTried >= RESERVE_EVERY_NANOSECONDS) {
            scarce = !reserve.keep();
            reserveTried = System.nanoTime();
        }
    }

    /** Waits a little for the first, so that closing and a due checkpoint are seen while nothing is written. */
    private void take(List<Waiting> group) {
        try {
            Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
            if (first != null) {
                group.add(first);
                queue.drainTo(group, GROUP_MAX - 1);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the store's writer", e);
        }
    }

    private void write(List<Waiting> group) {
        if (group.isEmpty()) {
            guarded(() -> withReserve(idling -> {
                idling.idle();
                return true;
            }));
            return;
        }
        List<Commit> commits = group.stream().map(Waiting::commit).toList();
        Optional<List<Optional<ConflictException>>> conflicts =
                guarded(() -> anchored(withReserve(writing -> writing.write(commits))));
        for (int i = 0; i < group.size(); i++) {
            CompletableFuture<Void> done = group.get(i).done();
            StoreFailedException failed = failure;
            Optional<ConflictException> conflict =
                    conflicts.isPresent() ? conflicts.get().get(i) : Optional.empty();
            if (failed != null) {
                done.completeExceptionally(failed);
            } else if (conflict.isPresent()) {
                done.completeExceptionally(conflict.get());
            } else {
                done.complete(null);
            }
        }
    }

    /** Does the work; if the disk is full, once more with the room of the reserve. */
    private <T> T withReserve(Function<GroupTransaction, T> work) {
        try {
            return work.apply(transaction);
        } catch (RuntimeException full) {
            if (!DiskFull.caused(full) || !reserve.giveUp()) {
                throw full;
            }
            scarce = true;
            reserveTried = System.nanoTime();
            transaction = transaction.anew();
            return work.apply(transaction);
        }
    }

    /** What is durable is anchored before anybody is told of it; on a full disk with the room of the reserve. */
    private <T> T anchored(T written) {
        try {
            transaction.anchor();
        } catch (UncheckedIOException full) {
            if (!DiskFull.caused(full) || !reserve.giveUp()) {
                throw full;
            }
            scarce = true;
            reserveTried = System.nanoTime();
            transaction.anchor();
        }
        return written;
    }

    /** Does the work unless something failed before; whatever fails here is the last thing this thread writes. */
    private <T> Optional<T> guarded(Supplier<T> work) {
        if (failure != null) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } catch (StoreFailedException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new StoreFailedException("the store stopped writing: " + e, e);
        }
        return Optional.empty();
    }
}
