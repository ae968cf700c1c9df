package io.nhigovernor.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A state machine's move, as the ledger says. @param at the database's clock when it was made durable */
record Move(Instant at, String machine, String after) {
    static Optional<Move> of(JsonNode entry, String rollout) {
        return entry.path("action").asText().equals("MOVED")
                        && entry.path("rollout").asText().equals(rollout)
                ? Optional.of(new Move(
                        Instant.parse(entry.path("time").asText()),
                        entry.at("/detail/machine").asText(),
                        entry.path("after").asText()))
                : Optional.empty();
    }

    static Instant first(List<Move> moves, String machine, String after) {
        return moves.stream()
                .filter(move -> move.is(machine, after))
                .map(Move::at)
                .min(Instant::compareTo)
                .orElseThrow(() -> new IllegalStateException("no " + machine + " became " + after));
    }

    static Instant last(List<Move> moves, String machine, String after) {
        return moves.stream()
                .filter(move -> move.is(machine, after))
                .map(Move::at)
                .max(Instant::compareTo)
                .orElseThrow(() -> new IllegalStateException("no " + machine + " became " + after));
    }

    private boolean is(String expectedMachine, String expectedAfter) {
        return machine.equals(expectedMachine) && after.equals(expectedAfter);
    }
}
