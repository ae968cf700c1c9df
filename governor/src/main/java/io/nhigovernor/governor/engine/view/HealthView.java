package io.nhigovernor.governor.engine.view;

import java.time.Instant;
import java.util.List;

/**
 * How the governor itself is.
 *
 * @param diskFull the database writes on its reserve: only hold, halt and restore are taken
 * @param sources every signal source heard of, with its newest sign of life
 */
public record HealthView(
        String version,
        long epoch,
        boolean diskFull,
        int openIntents,
        int activeRollouts,
        long signalsTaken,
        List<SourceView> sources) {
    public record SourceView(String source, Instant lastHeard, boolean late) {}
}
