package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.plan.CredentialFacts;
import io.nhigovernor.governor.plan.Standing;
import io.nhigovernor.governor.rollout.Event;
import io.nhigovernor.governor.rollout.Outside;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything the core reacts to, in the one order in which it took them from its inbox. */
sealed interface EngineEvent {
    /** @param ticket whom to answer */
    record Ordered(long ticket, Order order, Caller caller) implements EngineEvent {}

    /** A virtual thread came back. */
    record Came(String rollout, Event.Answered event, boolean restoring) implements EngineEvent {}

    /** Several came back while the core was busy, in the order in which they did. */
    record CameTogether(List<Came> answers) implements EngineEvent {
        public CameTogether {
            answers = List.copyOf(answers);
        }
    }

    /** @param lost why nothing could be read at all */
    record FactsRead(long ticket, Map<String, CredentialFacts> facts, Optional<String> lost) implements EngineEvent {}

    record OutsideRead(String credential, Reading<Outside> seen) implements EngineEvent {}

    /** An idle credential was looked at. @param turn of the desk, when the look began */
    record Looked(Credential credential, long turn, Reading<Standing> seen) implements EngineEvent {}

    record Signals(List<RawSignal> signals) implements EngineEvent {}

    record Heartbeat(String source, Instant at) implements EngineEvent {}

    /** The store began, or ceased, to use the room it keeps for restores. */
    record RoomFound(boolean full) implements EngineEvent {}

    record Tick() implements EngineEvent {}
}
