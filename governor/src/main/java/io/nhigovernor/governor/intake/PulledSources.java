package io.nhigovernor.governor.intake;

import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.SignalSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connectors' own signal sources while the governor runs: what they read goes the way of what others push. A source that
 * fails is a blind one: nothing here stops for it.
 */
public final class PulledSources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PulledSources.class);
    /** Few enough that one source does not keep the others waiting for long. */
    private static final int BATCH_MAX = 500;

    private static final Duration RETRY_DELAY = Duration.ofMillis(20);

    private final SignalIntake intake;
    private final InstantSource clock;
    private final int batchMax;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Subscription> subscriptions = new ArrayList<>();

    private record Subscription(String source, AutoCloseable handle) {}

    private PulledSources(SignalIntake intake, InstantSource clock, int batchMax) {
        this.intake = intake;
        this.clock = clock;
        this.batchMax = batchMax;
    }

    /**
     * Subscribes every source.
     *
     * @param clock the clock that pushed signals are held against, too
     * @param buffer how many signals the engine's buffer holds: a larger batch would never fit
     */
    public static PulledSources subscribe(
            List<SignalSource> sources, SignalIntake intake, InstantSource clock, int buffer) {
        var pulled = new PulledSources(intake, clock, Math.min(BATCH_MAX, buffer));
        sources.forEach(pulled::subscribe);
        return pulled;
    }

    /**
     * Nobody may speak in another's name: what a source says decides whether rings move.
     *
     * @param pushed the names that tokens report as
     * @throws IllegalArgumentException naming every name that two would speak by
     */
    public static void requireDistinct(List<SignalSource> sources, Collection<String> pushed) {
        Set<String> taken = new HashSet<>(pushed);
        List<String> twice = sources.stream()
                .map(SignalSource::name)
                .filter(name -> !taken.add(name))
                .distinct()
                .toList();
        if (!twice.isEmpty()) {
            throw new IllegalArgumentException("signal sources " + twice
                    + " would be spoken for twice: by two connectors, or by a connector and a token's signal scope");
        }
    }

    private void subscribe(SignalSource source) {
        String name = source.name();
        try {
            subscriptions.add(new Subscription(name, source.subscribe(new Blocking(name))));
        } catch (RuntimeException e) {
            LOG.error("signal source {} could not be subscribed; it stays blind", name, e);
        }
    }

    /** Wakes every source that waits for room, then ends them all. */
    @Override
    public void close() {
        closing.countDown();
        for (Subscription subscription : subscriptions) {
            try {
                subscription.handle().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("signal source {} did not close in good order", subscription.source(), e);
            }
        }
    }

    /** One source's way in; its thread waits here while the engine has no room. */
    private final class Blocking implements SignalSource.Sink {
        private final String source;
        private Instant newestHeartbeat = Instant.MIN;

        Blocking(String source) {
            this.source = source;
        }

        @Override
        public void signals(List<RawSignal> signals) {
            for (int from = 0; from < signals.size(); from += batchMax) {
                hand(signals.subList(from, Math.min(signals.size(), from + batchMax)));
            }
        }

        private void hand(List<RawSignal> batch) {
            while (!closed()) {
                if (intake.pulled(batch, source, clock.instant())) {
                    return;
                }
                rest();
            }
            throw new CancellationException("the subscription of " + source + " was closed");
        }

        private boolean closed() {
            return closing.getCount() == 0;
        }

        private void rest() {
            try {
                closing.await(RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("the thread of " + source + " was interrupted");
            }
        }

        /** What was said of the same or a later time already is nothing new. */
        @Override
        public synchronized void heartbeat(String name, Instant at) {
            if (closed()) {
                return;
            }
            boolean fresh = at.isAfter(newestHeartbeat);
            if (intake.pulledHeartbeat(name, source, at, fresh, clock.instant())) {
                newestHeartbeat = at;
            }
        }
    }
}
