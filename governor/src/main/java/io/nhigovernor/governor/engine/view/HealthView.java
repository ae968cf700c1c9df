package io.nhigovernor.governor.engine.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the governor itself is.
 *
 * @param diskFull the database writes on its reserve: only hold, halt and restore are taken
 * @param sources every signal source heard of, with its newest sign of life
 * @param drift credentials that somebody else changed
 * @param setBack there while nothing goes forward because the database was set back
 */
public record HealthView(
        String version,
        long epoch,
        boolean diskFull,
        int openIntents,
        int activeRollouts,
        long signalsTaken,
        List<SourceView> sources,
        DriftCounts drift,
        Optional<SetBackView> setBack) {
    /** @param drifted credentials held until a human has looked @param notLookedAt credentials of which nobody knows */
    public record DriftCounts(int drifted, int notLookedAt) {}

    public record SourceView(String source, Instant lastHeard, boolean late) {}
}
