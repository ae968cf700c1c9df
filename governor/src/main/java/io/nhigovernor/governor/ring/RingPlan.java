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
 * @param brownOut how long the prior is disabled on trial first: then it is given back and all is watched once more
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
        Optional<OverlapWaiver> waiver,
        Optional<Duration> brownOut) {
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

    /** Without a brown-out. */
    public RingPlan(
            String id,
            Selector credentials,
            Selector control,
            Duration baseline,
            Duration watch,
            Duration quarantine,
            OnRestore onRestore,
            List<Ring> rings,
            Optional<OverlapWaiver> waiver) {
        this(id, credentials, control, baseline, watch, quarantine, onRestore, rings, waiver, Optional.empty());
    }

    public RingPlan waiver(OverlapWaiver given) {
        return new RingPlan(
                id, credentials, control, baseline, watch, quarantine, onRestore, rings, Optional.of(given), brownOut);
    }

    public RingPlan brownOut(Duration length) {
        return new RingPlan(
                id, credentials, control, baseline, watch, quarantine, onRestore, rings, waiver, Optional.of(length));
    }

    /** What a restore decided by the judge takes with it. */
    public enum OnRestore {
        /** The ring goes back, the rollout is held. */
        RING,
        /** The whole rollout is halted. */
        ROLLOUT
    }
}
