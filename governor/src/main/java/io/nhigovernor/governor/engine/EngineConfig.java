package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.rollout.Timing;
import java.time.Duration;

/**
 * The engine's times and permits.
 *
 * @param tick how often time passes for the core, and for its rollouts of up to five hundred targets
 * @param requestDeadline one total deadline for an external call
 * @param horizon after a call's deadline: how long a lost request may still take effect (guarantees §7)
 * @param retryDelay first wait after BUSY, inconclusive or unreadable; doubles up to {@code retryDelayMax}
 * @param restoreBudget tries of one restoring operation before a human is called
 * @param reassertFor how long a restored target is read again and repaired
 * @param reassertEvery how often
 * @param forwardPermits external calls in flight on the forward lane
 * @param restorePermits external calls in flight on the restore lane, kept apart so that nothing blocks it
 * @param snapshotEvery how often the judge's state is kept, of rollouts with more than a few hundred targets less often
 * @param signalBuffer signals waiting to be taken
 * @param lookEvery how often each credential that no rollout holds is read and compared with what was last known of it
 */
public record EngineConfig(
        Duration tick,
        Duration requestDeadline,
        Duration horizon,
        Duration retryDelay,
        Duration retryDelayMax,
        int restoreBudget,
        Duration reassertFor,
        Duration reassertEvery,
        int forwardPermits,
        int restorePermits,
        Duration snapshotEvery,
        int signalBuffer,
        Duration lookEvery) {
    Timing timing() {
        return new Timing(
                requestDeadline.plus(horizon), retryDelay, retryDelayMax, restoreBudget, reassertFor, reassertEvery);
    }

    public static EngineConfig defaults() {
        return new EngineConfig(
                Duration.ofMillis(200),
                Duration.ofSeconds(8),
                Duration.ofSeconds(12),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                10,
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                8,
                32,
                Duration.ofSeconds(1),
                100_000,
                Duration.ofMinutes(5));
    }
}
