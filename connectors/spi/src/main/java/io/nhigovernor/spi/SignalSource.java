package io.nhigovernor.spi;

import java.time.Instant;
import java.util.List;

/** A place signals come from by our own asking (an audit log, an event API). Pushed signals need none. */
public interface SignalSource {
    /** As {@link RawSignal#source} names it. No other source, pulled or pushed, may have the same name. */
    String name();

    /**
     * Starts reading into {@code sink} until the returned handle is closed; lines may repeat after a restart. A backend that is
     * away is waited for on the source's own thread: it is no reason to throw.
     */
    AutoCloseable subscribe(Sink sink);

    /** Takes what a source reads; blocks the source when full. */
    interface Sink {
        /**
         * Returns once all were taken, which may be long after.
         *
         * @throws java.util.concurrent.CancellationException if the subscription was closed, or the thread interrupted, before
         *     that: what was not taken must be read again after the next start
         */
        void signals(List<RawSignal> signals);

        /**
         * Says that something we caused ourselves came back through the source. Traffic of others is no heartbeat, and neither
         * is a reader that merely runs.
         *
         * @param at when what came back happened, by the source's own record
         */
        void heartbeat(String source, Instant at);
    }
}
