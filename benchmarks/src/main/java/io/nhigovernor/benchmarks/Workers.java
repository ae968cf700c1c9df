package io.nhigovernor.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Many alike things at once, so many at a time. */
final class Workers {
    static final int SETTING_UP = 16;

    private Workers() {}

    /** Returns when all are done. @throws IllegalStateException if one failed */
    static <T> void each(Collection<T> all, int atOnce, Consumer<T> work) {
        var permits = new Semaphore(atOnce);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<?>>();
            for (T one : all) {
                permits.acquire();
                futures.add(executor.submit(() -> {
                    try {
                        work.accept(one);
                    } finally {
                        permits.release();
                    }
                }));
            }
            for (var future : futures) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
