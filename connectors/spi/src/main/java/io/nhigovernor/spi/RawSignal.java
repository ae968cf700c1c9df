package io.nhigovernor.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * One observed fact as a source reports it.
 *
 * @param source who reports
 * @param id unique within the source; repeats are dropped
 * @param generation the fingerprint the verifier saw, if its record names one
 * @param probe set when the call was the governor's own
 */
public record RawSignal(
        String source,
        String id,
        String identity,
        Optional<String> credential,
        Optional<Fingerprint> generation,
        Kind kind,
        Result outcome,
        Optional<String> reason,
        Optional<String> relyingParty,
        Optional<String> probe,
        Instant at,
        Instant arrived) {

    /** The kind of signal (judge §2.5). */
    public enum Kind {
        AUTH,
        POLICY
    }

    /** What the verifier said; EXCLUDED is neither evidence nor proof (5xx, timeouts, 429, connection errors). */
    public enum Result {
        OK,
        FAIL,
        EXCLUDED
    }
}
