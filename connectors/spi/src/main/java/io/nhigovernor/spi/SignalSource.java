package io.nhigovernor.spi;

import java.time.Instant;
import java.util.List;

/** A place signals come from by our own asking (an audit log, an event API). Pushed signals need none. */
public interface SignalSource {
    String name();

    /** Starts reading into {@code sink} until the returned handle is closed; lines may repeat after a restart. */
    AutoCloseable subscribe(Sink sink);

    /** Takes what a source reads; blocks the source when full. */
    interface Sink {
        void signals(List<RawSignal> signals);

        void heartbeat(String source, Instant at);
    }
}
