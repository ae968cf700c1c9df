package io.nhigovernor.governor.schedule;

import io.nhigovernor.governor.ring.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A standing order to run one ring plan.
 *
 * @param reason why, in the words of who asked; it stands in every ledger entry the schedule causes
 * @param mode whether its rollouts know a way back
 * @param window the hours in which a run may begin; empty means any
 */
public record Schedule(String id, String ringPlan, String reason, Trigger trigger, Optional<Window> window, Mode mode) {
    /** Its rollouts are routine. */
    public Schedule(String id, String ringPlan, String reason, Trigger trigger, Optional<Window> window) {
        this(id, ringPlan, reason, trigger, window, Mode.ROUTINE);
    }

    /** What makes a run due. */
    public sealed interface Trigger {}

    /** At one instant, one time. */
    public record Once(Instant at) implements Trigger {}

    /** At {@code from} and every {@code period} after it; without {@code from}, a period after the schedule was applied. */
    public record Every(Duration period, Optional<Instant> from) implements Trigger {}

    /** This long before the earliest expiry of a selected credential; one time for each expiry. */
    public record BeforeExpiry(Duration lead) implements Trigger {}
}
