package io.nhigovernor.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long the three parts of a rotation took that ask Vault; between them the governor waits on purpose, for callers and for its
 * windows.
 *
 * @param forward from the start to the last pointer moved: check, stage, admit, prove, promote
 * @param disable the priors
 * @param retire destroy the priors and what is kept of them
 */
record Phases(Duration forward, Duration disable, Duration retire) {
    static Phases of(Instant started, List<Move> moves) {
        return new Phases(
                Duration.between(started, Move.last(moves, "CUTOVER", "PROMOTED")),
                Duration.between(Move.first(moves, "CHANGE", "DISABLING"), Move.last(moves, "CHANGE", "QUARANTINED")),
                Duration.between(Move.first(moves, "CHANGE", "RETIRING"), Move.last(moves, "ROLLOUT", "COMPLETED")));
    }

    Duration all() {
        return forward.plus(disable).plus(retire);
    }
}
