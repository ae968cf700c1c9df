package io.nhigovernor.governor.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void itIsOpenFromItsBeginToItsEndOnItsDays() {
        Window window = window(Set.of(DayOfWeek.MONDAY), "02:00", "05:00"); // 2026-11-23 is a Monday, UTC+1
        assertThat(window.contains(at("2026-11-23T01:00:00Z"))).isTrue();
        assertThat(window.contains(at("2026-11-23T03:59:59Z"))).isTrue();
        assertThat(window.contains(at("2026-11-23T04:00:00Z"))).isFalse();
        assertThat(window.contains(at("2026-11-24T02:00:00Z"))).isFalse();
        assertThat(window.nextOpening(at("2026-11-23T04:00:00Z"))).isEqualTo(at("2026-11-30T01:00:00Z"));
        assertThat(window.nextOpening(at("2026-11-23T02:00:00Z"))).isEqualTo(at("2026-11-23T02:00:00Z"));
    }

    @Test
    void aNightBelongsToTheDayItBeganOn() {
        Window window = window(Set.of(DayOfWeek.FRIDAY), "22:00", "04:00"); // 2026-11-27 is a Friday
        assertThat(window.contains(at("2026-11-28T02:00:00Z"))).isTrue();
        assertThat(window.contains(at("2026-11-27T02:00:00Z"))).isFalse();
        assertThat(window.nextOpening(at("2026-11-28T03:00:00Z"))).isEqualTo(at("2026-12-04T21:00:00Z"));
    }

    @Test
    void fromMidnightToMidnightIsAWholeDay() {
        Window window = window(Set.of(DayOfWeek.MONDAY), "00:00", "00:00");
        assertThat(window.contains(at("2026-11-22T23:00:00Z"))).isTrue();
        assertThat(window.contains(at("2026-11-23T22:59:59Z"))).isTrue();
        assertThat(window.contains(at("2026-11-23T23:00:00Z"))).isFalse();
    }

    @Test
    void aWindowThatTheClocksSkipOpensThatMuchLater() {
        Window window = window(EnumSet.allOf(DayOfWeek.class), "02:15", "02:45"); // 2026-03-29, 02:00 becomes 03:00
        assertThat(window.nextOpening(at("2026-03-29T00:00:00Z"))).isEqualTo(at("2026-03-29T01:15:00Z"));
        assertThat(window.contains(at("2026-03-29T01:44:59Z"))).isTrue();
        assertThat(window.contains(at("2026-03-29T01:45:00Z"))).isFalse();
    }

    @Test
    void aWindowIsNotLostWhenTheClocksSkipOnlyItsBegin() {
        Window window = window(EnumSet.allOf(DayOfWeek.class), "02:30", "03:15");
        assertThat(window.nextOpening(at("2026-03-29T00:00:00Z"))).isEqualTo(at("2026-03-29T01:30:00Z"));
        assertThat(window.contains(at("2026-03-29T02:14:59Z"))).isTrue();
        assertThat(window.contains(at("2026-03-29T02:15:00Z"))).isFalse();
    }

    @Test
    void anHourThatComesTwiceIsOpenBothTimes() {
        Window window = window(EnumSet.allOf(DayOfWeek.class), "02:00", "03:00"); // 2026-10-25, 03:00 becomes 02:00
        assertThat(window.contains(at("2026-10-25T00:00:00Z"))).isTrue();
        assertThat(window.contains(at("2026-10-25T01:59:59Z"))).isTrue();
        assertThat(window.contains(at("2026-10-25T02:00:00Z"))).isFalse();
    }

    private static Window window(Set<DayOfWeek> days, String from, String to) {
        return new Window(days, LocalTime.parse(from), LocalTime.parse(to), BERLIN);
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
