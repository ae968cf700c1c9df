package io.nhigovernor.governor.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.schedule.DueAnswer.Due;
import io.nhigovernor.governor.schedule.DueAnswer.Idle;
import io.nhigovernor.governor.schedule.DueAnswer.NotYet;
import io.nhigovernor.governor.schedule.Schedule.Trigger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DueCheckTest {
    private static final Instant CREATED = Instant.parse("2026-11-01T00:00:00Z");
    private static final Trigger DAILY = new Schedule.Every(Duration.ofDays(1), Optional.empty());

    @Test
    void onceIsDueAtItsInstantAndNeverAgain() {
        Trigger once = new Schedule.Once(day(5));
        assertThat(due(once, never(), day(4))).isEqualTo(new NotYet(day(5), "its time has not come"));
        assertThat(due(once, never(), day(5))).isEqualTo(new Due(day(5)));
        assertThat(due(once, never(), day(9))).isEqualTo(new Due(day(5)));
        assertThat(due(once, ran(day(9)), day(10))).isInstanceOf(Idle.class);
    }

    @Test
    void everyDayIsFirstDueADayAfterItWasApplied() {
        assertThat(next(due(DAILY, never(), CREATED))).isEqualTo(day(2));
        assertThat(due(DAILY, never(), day(2))).isEqualTo(new Due(day(2)));
        assertThat(next(due(DAILY, ran(day(2)), day(2)))).isEqualTo(day(3));
    }

    @Test
    void severalMissedTicksRunOnceAndTheRhythmStays() {
        Instant late = day(6).plusSeconds(3_600);
        assertThat(due(DAILY, ran(day(2)), late)).isEqualTo(new Due(day(6)));
        assertThat(next(due(DAILY, ran(late), late.plusSeconds(1)))).isEqualTo(day(7));
    }

    @Test
    void ticksBeforeItWasAppliedAreNobodys() {
        Trigger weekly = new Schedule.Every(Duration.ofDays(7), Optional.of(Instant.parse("2020-01-01T00:00:00Z")));
        assertThat(next(due(weekly, never(), CREATED))).isEqualTo(Instant.parse("2026-11-04T00:00:00Z"));
    }

    @Test
    void aFirstTickInTheFutureIsWaitedFor() {
        Trigger later = new Schedule.Every(Duration.ofDays(7), Optional.of(day(20)));
        assertThat(next(due(later, never(), day(3)))).isEqualTo(day(20));
        assertThat(due(later, never(), day(20))).isEqualTo(new Due(day(20)));
    }

    @Test
    void beforeExpiryIsDueOnceForEachExpiry() {
        Trigger before = new Schedule.BeforeExpiry(Duration.ofDays(3));
        assertThat(DueCheck.due(schedule(before, Optional.empty()), never(), Optional.empty(), day(5)))
                .isInstanceOf(Idle.class);
        assertThat(next(expiring(before, never(), day(10), day(5)))).isEqualTo(day(7));
        assertThat(expiring(before, never(), day(10), day(8))).isEqualTo(new Due(day(7)));
        assertThat(expiring(before, ran(day(8)), day(10), day(9))).isInstanceOf(Idle.class);
        assertThat(next(expiring(before, ran(day(8)), day(20), day(9)))).isEqualTo(day(17));
    }

    @Test
    void aTickOutsideTheWindowRunsLateWhenItOpens() {
        var window = new Window(
                Set.of(DayOfWeek.THURSDAY), LocalTime.parse("02:00"), LocalTime.parse("04:00"), ZoneOffset.UTC);
        var schedule = schedule(DAILY, Optional.of(window)); // 2026-11-05 is a Thursday
        Instant opens = day(5).plusSeconds(7_200);
        assertThat(next(DueCheck.due(schedule, never(), Optional.empty(), CREATED)))
                .isEqualTo(opens);
        assertThat(next(DueCheck.due(schedule, never(), Optional.empty(), day(3))))
                .isEqualTo(opens);
        assertThat(DueCheck.due(schedule, never(), Optional.empty(), opens)).isEqualTo(new Due(day(5)));
        assertThat(next(DueCheck.due(schedule, ran(opens), Optional.empty(), opens.plusSeconds(60))))
                .isEqualTo(opens.plus(Duration.ofDays(7)));
    }

    private static DueAnswer due(Trigger trigger, ScheduleState state, Instant now) {
        return DueCheck.due(schedule(trigger, Optional.empty()), state, Optional.empty(), now);
    }

    private static DueAnswer expiring(Trigger trigger, ScheduleState state, Instant expiry, Instant now) {
        return DueCheck.due(schedule(trigger, Optional.empty()), state, Optional.of(expiry), now);
    }

    private static Schedule schedule(Trigger trigger, Optional<Window> window) {
        return new Schedule("s", "p", "why", trigger, window);
    }

    private static ScheduleState never() {
        return new ScheduleState(Optional.empty(), CREATED);
    }

    private static ScheduleState ran(Instant at) {
        return new ScheduleState(Optional.of(at), CREATED);
    }

    private static Instant next(DueAnswer answer) {
        return ((NotYet) answer).next();
    }

    private static Instant day(int day) {
        return CREATED.plus(Duration.ofDays(day - 1L));
    }
}
