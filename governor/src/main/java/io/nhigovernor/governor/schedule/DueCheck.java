package io.nhigovernor.governor.schedule;

import io.nhigovernor.governor.schedule.DueAnswer.Due;
import io.nhigovernor.governor.schedule.DueAnswer.Idle;
import io.nhigovernor.governor.schedule.DueAnswer.NotYet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a schedule is due: first its trigger, then its window; the first reason not to run wins. */
public final class DueCheck {
    private DueCheck() {}

    /**
     * A tick that was missed runs once, late; several missed ticks run once together.
     *
     * @param earliestExpiry when the first of the selected credentials expires, if any does
     */
    public static DueAnswer due(Schedule schedule, ScheduleState state, Optional<Instant> earliestExpiry, Instant now) {
        DueAnswer triggered = switch (schedule.trigger()) {
            case Schedule.Once once -> once(once, state, now);
            case Schedule.Every every -> every(every, state, now);
            case Schedule.BeforeExpiry before -> beforeExpiry(before, state, earliestExpiry, now);
        };
        return schedule.window().map(window -> within(window, triggered, now)).orElse(triggered);
    }

    private static DueAnswer once(Schedule.Once once, ScheduleState state, Instant now) {
        return state.lastRun().isPresent() ? new Idle("it ran, and was to run once") : at(once.at(), now);
    }

    private static DueAnswer every(Schedule.Every every, ScheduleState state, Instant now) {
        Instant anchor = every.from().orElse(state.createdAt().plus(every.period()));
        Instant next = state.lastRun()
                .map(ran -> firstTick(anchor, every.period(), ran.plusNanos(1)))
                .orElseGet(() -> firstTick(anchor, every.period(), state.createdAt()));
        if (next.isAfter(now)) {
            return at(next, now);
        }
        // The newest tick answers for those missed before it.
        long missed = Duration.between(next, now).dividedBy(every.period());
        return new Due(next.plus(every.period().multipliedBy(missed)));
    }

    private static DueAnswer beforeExpiry(
            Schedule.BeforeExpiry before, ScheduleState state, Optional<Instant> earliestExpiry, Instant now) {
        if (earliestExpiry.isEmpty()) {
            return new Idle("no selected credential has a known expiry");
        }
        Instant tick = earliestExpiry.get().minus(before.lead());
        if (state.lastRun().filter(ran -> !ran.isBefore(tick)).isPresent()) {
            return new Idle("it ran for the expiry at " + earliestExpiry.get());
        }
        return at(tick, now);
    }

    private static DueAnswer at(Instant tick, Instant now) {
        return tick.isAfter(now) ? new NotYet(tick, "its time has not come") : new Due(tick);
    }

    private static DueAnswer within(Window window, DueAnswer triggered, Instant now) {
        return switch (triggered) {
            case Due due ->
                window.contains(now)
                        ? due
                        : new NotYet(window.nextOpening(now), "due since " + due.at() + ", outside its window");
            case NotYet early -> new NotYet(window.nextOpening(early.next()), early.reason());
            case Idle idle -> idle;
        };
    }

    /** The first of {@code anchor + k·period}, k ≥ 0, at or after {@code instant}. */
    private static Instant firstTick(Instant anchor, Duration period, Instant instant) {
        if (!instant.isAfter(anchor)) {
            return anchor;
        }
        long whole = Duration.between(anchor, instant).dividedBy(period);
        Instant tick = anchor.plus(period.multipliedBy(whole));
        return tick.isBefore(instant) ? tick.plus(period) : tick;
    }
}
