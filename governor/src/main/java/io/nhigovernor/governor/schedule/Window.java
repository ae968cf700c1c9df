package io.nhigovernor.governor.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Hours of some days of the week in a named zone. A window whose {@code to} is not after {@code from} ends on the next day and
 * belongs to the day it began on. A local time that the clocks skip counts as that much later; one that comes twice begins
 * with the first and ends with the second.
 */
public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    private static final int DAYS_TO_LOOK_AHEAD = 8;

    public Window {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a window needs a day");
        }
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
    }

    public boolean contains(Instant instant) {
        return !nextOpening(instant).isAfter(instant);
    }

    /** The earliest instant at or after {@code instant} that lies inside. */
    public Instant nextOpening(Instant instant) {
        LocalDate today = instant.atZone(zone).toLocalDate();
        for (int ahead = -2; ahead <= DAYS_TO_LOOK_AHEAD; ahead++) {
            LocalDate day = today.plusDays(ahead);
            if (days.contains(day.getDayOfWeek())) {
                Instant opens = opens(day);
                if (closes(day, opens).isAfter(instant)) {
                    return opens.isAfter(instant) ? opens : instant;
                }
            }
        }
        throw new IllegalStateException("every week has every day");
    }

    private Instant opens(LocalDate day) {
        return ZonedDateTime.of(day, from, zone).withEarlierOffsetAtOverlap().toInstant();
    }

    private Instant closes(LocalDate day, Instant opens) {
        boolean overnight = !to.isAfter(from);
        Instant closes = ZonedDateTime.of(overnight ? day.plusDays(1) : day, to, zone)
                .withLaterOffsetAtOverlap()
                .toInstant();
        // Clocks that jump over the beginning only must not swallow the window.
        return closes.isAfter(opens) ? closes : opens.plus(Duration.between(from, to));
    }
}
