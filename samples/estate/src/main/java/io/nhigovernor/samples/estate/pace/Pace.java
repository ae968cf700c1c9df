package io.nhigovernor.samples.estate.pace;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One timer thread; the turns themselves run on virtual threads and may block. */
public final class Pace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pace.class);

    private final ExecutorService turns = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("estate-timer").daemon().factory());

    /** Runs {@code turn} once, later; not at all once closed. */
    public void after(Duration delay, Runnable turn) {
        try {
            timer.schedule(() -> start(turn), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("closed");
        }
    }

    /** Runs {@code turn} again and again, {@code gap} after each end, never beside itself. */
    public void every(Duration gap, Runnable turn) {
        after(gap, () -> {
            try {
                turn.run();
            } finally {
                every(gap, turn);
            }
        });
    }

    private void start(Runnable turn) {
        turns.execute(() -> {
            try {
                turn.run();
            } catch (RuntimeException e) {
                LOG.error("a turn failed", e);
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        turns.shutdownNow();
    }
}
