package io.nhigovernor.governor.signal;

import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.Comparator;

/**
 * One observed call of one account.
 *
 * @param account what is judged: a target or a control identity, by its id
 * @param at when it happened, by the source's clock
 * @param probe the governor's own call: a sign of life of the source, never evidence
 */
public record Signal(
        String source,
        String id,
        String account,
        Instant at,
        RawSignal.Kind kind,
        RawSignal.Result outcome,
        GenerationSeen generation,
        boolean probe) {

    /** The order in which signals are judged; the source settles ties, so that order of arrival never matters. */
    public static final Comparator<Signal> ORDER =
            Comparator.comparing(Signal::at).thenComparing(Signal::id).thenComparing(Signal::source);
}
