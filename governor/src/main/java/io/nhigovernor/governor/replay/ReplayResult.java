package io.nhigovernor.governor.replay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a replay ended.
 *
 * @param exitCode 0; 2 when the ring line is bad; 3 when other lines are and they were not to be skipped
 * @param signals that were counted, repeats left out
 * @param failsBeforeHalt failed calls of members on the candidate, up to the one that halts
 * @param restored targets restored one by one, in order
 * @param skipped bad lines
 */
public record ReplayResult(
        int exitCode,
        long signals,
        long failsBeforeHalt,
        Optional<Instant> haltAt,
        Optional<Instant> promoteAt,
        List<String> restored,
        long skipped) {

    static ReplayResult badRing() {
        return new ReplayResult(2, 0, 0, Optional.empty(), Optional.empty(), List.of(), 0);
    }
}
