package io.nhigovernor.governor.engine.view;

import java.time.Instant;
import java.util.Optional;

/** What is known of one target: where it stands and what verifiers saw of it since its rollout began. */
public record TargetView(
        String target,
        String identity,
        String credential,
        String ring,
        String phase,
        String changePhase,
        Optional<Instant> movedAt,
        Seen prior,
        Seen candidate,
        Optional<Instant> firstFailOnCandidate,
        Optional<Instant> firstOkOnPriorAfterRestore,
        Optional<String> problem) {
    /** Calls seen with one generation. */
    public record Seen(
            long ok, long failed, Optional<Instant> first, Optional<Instant> last, Optional<Instant> lastOk) {}
}
