package io.nhigovernor.governor.rollout;

import java.util.Optional;

/**
 * A ring's state.
 *
 * @param manualGate a human's promote was given
 * @param verdict the judge's newest word; empty until it judged, and again after a restart
 */
public record RingState(String name, RingPhase phase, boolean manualGate, Optional<RingVerdict> verdict) {
    RingState phase(RingPhase next) {
        return new RingState(name, next, manualGate, verdict);
    }

    RingState verdict(Optional<RingVerdict> next) {
        return new RingState(name, phase, manualGate, next);
    }

    RingState promoted() {
        return new RingState(name, phase, true, verdict);
    }
}
