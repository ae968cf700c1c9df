package io.nhigovernor.governor.intake;

import io.nhigovernor.spi.RawSignal;
import java.time.Instant;

/** One CloudEvent, read. */
sealed interface Event {
    String id();

    Instant at();

    record Signal(RawSignal signal) implements Event {
        @Override
        public String id() {
            return signal.id();
        }

        @Override
        public Instant at() {
            return signal.at();
        }
    }

    record Heartbeat(String id, Instant at) implements Event {}
}
