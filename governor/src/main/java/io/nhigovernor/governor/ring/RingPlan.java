package io.nhigovernor.governor.ring;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An ordered list of rings, and which credentials move through them.
 *
 * @param credentials which credentials change
 * @param control identities held back, whose calls are the comparison
 * @param baseline how much of the past is compared with; less than 24 h is noted
 * @param watch after the last ring passed: how long all is watched before the prior is touched
 * @param quarantine how long the prior stays disabled before it is destroyed
 * @param waiver that a backend without overlap is accepted; without it such a plan is refused
 */
public record RingPlan(
        String id,
        Selector credentials,
        Selector control,
        Duration baseline,
        Duration watch,
        Duration quarantine,
        OnRestore onRestore,
        List<Ring> rings,
        Optional<OverlapWaiver> waiver) {
    public static final Duration DEFAULT_BASELINE = Duration.ofHours(24);

    public RingPlan {
        rings = List.copyOf(rings);
    }

    /** Without a waiver: every backend must hold prior and candidate side by side. */
    public RingPlan(
            String id,
            Selector credentials,
            Selector control,
            Duration baseline,
            Duration watch,
            Duration quarantine,
            OnRestore onRestore,
            List<Ring> rings) {
        this(id, credentials, control, baseline, watch, quarantine, onRestore, rings, Optional.empty());
    }

    public RingPlan waiver(OverlapWaiver given) {
        return new RingPlan(
                id, credentials, control, baseline, watch, quarantine, onRestore, rings, Optional.of(given));
    }

    /** What a restore decided by the judge takes with it. */
    public enum OnRestore {
        /** The ring goes back, the rollout is held. */
        RING,
        /** The whole rollout is halted. */
        ROLLOUT
    }
}
