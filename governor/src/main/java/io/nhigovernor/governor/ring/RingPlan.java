package io.nhigovernor.governor.ring;

import java.time.Duration;
import java.util.List;

/**
 * An ordered list of rings, and which credentials move through them.
 *
 * @param credentials which credentials change
 * @param control identities held back, whose calls are the comparison
 * @param baseline how much of the past is compared with; less than 24 h is noted
 * @param watch after the last ring passed: how long all is watched before the prior is touched
 * @param quarantine how long the prior stays disabled before it is destroyed
 */
public record RingPlan(
        String id,
        Selector credentials,
        Selector control,
        Duration baseline,
        Duration watch,
        Duration quarantine,
        OnRestore onRestore,
        List<Ring> rings) {
    public static final Duration DEFAULT_BASELINE = Duration.ofHours(24);

    public RingPlan {
        rings = List.copyOf(rings);
    }

    /** What a restore decided by the judge takes with it. */
    public enum OnRestore {
        /** The ring goes back, the rollout is held. */
        RING,
        /** The whole rollout is halted. */
        ROLLOUT
    }
}
