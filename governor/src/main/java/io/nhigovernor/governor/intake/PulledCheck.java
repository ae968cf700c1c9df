package io.nhigovernor.governor.intake;

import io.nhigovernor.spi.Names;
import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.Optional;

/** What a pulled record must be to become a signal: connectors copy fields out of logs that others write into. */
final class PulledCheck {
    private static final int FIELD_MAX = 500;

    private PulledCheck() {}

    static boolean usable(RawSignal signal, String source) {
        return signal.source().equals(source)
                && !signal.id().isEmpty()
                && signal.id().length() <= FIELD_MAX
                && Names.valid(signal.identity())
                && signal.credential().map(Names::valid).orElse(true)
                && fits(signal.reason())
                && fits(signal.relyingParty())
                && fits(signal.probe());
    }

    private static boolean fits(Optional<String> text) {
        return text.map(String::length).orElse(0) <= FIELD_MAX;
    }

    /** Arrival is when it came to us, whatever the connector's clock says. */
    static RawSignal arrived(RawSignal signal, Instant at) {
        return new RawSignal(
                signal.source(),
                signal.id(),
                signal.identity(),
                signal.credential(),
                signal.generation(),
                signal.kind(),
                signal.outcome(),
                signal.reason(),
                signal.relyingParty(),
                signal.probe(),
                signal.at(),
                at);
    }
}
