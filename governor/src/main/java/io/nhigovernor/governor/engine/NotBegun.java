package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.rollout.Action;
import io.nhigovernor.governor.rollout.Event;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is said of an action that was taken back before it began: surely nothing happened, and nothing was found out. */
final class NotBegun {
    private static final String WHY = "not begun: the rollout does not go forward";

    private NotBegun() {}

    static Event.Answered event(Action action, Duration again, Instant now) {
        return switch (action) {
            case Action.Send send -> new Event.Performed(send.intent().id(), Outcome.NotApplied.busy(WHY, again), now);
            case Action.ReadBack read -> new Event.ReadBackDone(read.intent().id(), new Event.Found.Unreadable(WHY));
            case Action.Precheck precheck ->
                new Event.Prechecked(precheck.credential(), new Event.Precheck.Unreadable(WHY));
            case Action.Prove prove ->
                new Event.Proved(
                        prove.purpose(),
                        prove.credential(),
                        prove.source(),
                        prove.relyingParty(),
                        new Proof.Inconclusive(WHY));
            case Action.Reassert reassert -> new Event.Reasserted(reassert.target(), Optional.empty(), WHY);
        };
    }
}
