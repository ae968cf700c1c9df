package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.spi.Identity;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What calls to expect of an account: from its past if that says anything, else from its declared cadence. */
final class Traffic {
    private final PlanRequest request;

    Traffic(PlanRequest request) {
        this.request = request;
    }

    double callsPerSecond(TargetId target) {
        return past(target)
                .map(baseline -> baseline.calls() / seconds(baseline.observed()))
                .orElseGet(() -> 1 / seconds(cadence(target)));
    }

    double failureShare(TargetId target) {
        return past(target).map(AccountBaseline::failureShare).orElse(0.0);
    }

    /** Minutes with at least one call, of those in {@code window}, if calls come at random. */
    double activeMinutes(TargetId target, Duration window) {
        return seconds(window) / 60 * -Math.expm1(-60 * callsPerSecond(target));
    }

    /** Fewer than three calls expected in {@code window} (judge P3). */
    boolean dormant(TargetId target, Duration window) {
        return callsPerSecond(target) * seconds(window) < 3;
    }

    Duration cadence(TargetId target) {
        return request.inventory()
                .identity(target.identity())
                .map(Identity::cadence)
                .orElseThrow(() -> new IllegalStateException("holder " + target.identity() + " is not there"));
    }

    /** Whether less than a day of the account's past is known. */
    boolean shortBaseline(TargetId target) {
        return baseline(target)
                .filter(known -> known.observed().compareTo(RingPlan.DEFAULT_BASELINE) >= 0)
                .isEmpty();
    }

    private Optional<AccountBaseline> baseline(TargetId target) {
        Map<TargetId, AccountBaseline> baselines = request.baselines();
        return Optional.ofNullable(baselines.get(target));
    }

    /** Silence for less than a day says nothing about the rate. */
    private Optional<AccountBaseline> past(TargetId target) {
        return baseline(target)
                .filter(known -> known.observed().isPositive() && (known.calls() > 0 || !shortBaseline(target)));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
