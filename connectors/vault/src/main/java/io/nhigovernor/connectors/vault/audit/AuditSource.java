package io.nhigovernor.connectors.vault.audit;

import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.SignalSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A Vault's audit devices as one source of signals. Every device has every line, so they are united: a line counts once, from
 * whichever device brings it first. Heartbeats are given only for lines about calls of our own, and none for a while after a gap.
 */
public final class AuditSource implements SignalSource {
    static final Duration POLL_EVERY = Duration.ofMillis(100);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Parts parts;

    /**
     * What a source is put together from.
     *
     * @param name the source's own name
     * @param devices at least one
     */
    public record Parts(
            String name,
            List<Device> devices,
            AuditHashes hashes,
            Owners owners,
            OwnTraffic own,
            Fetches fetches,
            Incidents incidents,
            AuditCounters counters,
            InstantSource clock) {
        public Parts {
            devices = List.copyOf(devices);
            if (devices.isEmpty()) {
                throw new IllegalArgumentException("an audit source has at least one device");
            }
        }
    }

    public AuditSource(Parts parts) {
        this.parts = parts;
    }

    @Override
    public String name() {
        return parts.name();
    }

    @Override
    public AutoCloseable subscribe(Sink sink) {
        var closing = new CountDownLatch(1);
        var reading = new Reading(parts, sink, closing);
        Thread thread =
                Thread.ofPlatform().name("audit-" + parts.name()).daemon().start(reading);
        return () -> {
            closing.countDown();
            // No interrupt: it would close the files under the reader's hands.
            thread.join(CLOSE_WITHIN);
        };
    }

    /** Gives on what was collected. */
    static void hand(Sink sink, List<RawSignal> signals) {
        if (!signals.isEmpty()) {
            sink.signals(List.copyOf(signals));
            signals.clear();
        }
    }
}
