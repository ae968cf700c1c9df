package io.nhigovernor.governor.document;

import io.nhigovernor.governor.plan.Document;
import io.nhigovernor.governor.plan.Document.ScheduleDocument;
import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.schedule.Schedule;
import io.nhigovernor.governor.schedule.Schedule.Trigger;
import io.nhigovernor.governor.schedule.Window;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code kind: Schedule}. */
final class ScheduleReader {
    private static final List<String> TRIGGERS = List.of("once", "every", "beforeExpiry");
    private static final Map<String, DayOfWeek> DAYS = days();
    static final String TIME_REMEDY = "write an instant with its offset: 2026-12-01T02:00:00+01:00";
    private static final String LOCAL_TIME_REMEDY = "write a time of day in quotes: \"02:00\"";

    private ScheduleReader() {}

    static Optional<Document> read(FieldReader fields) {
        String id = fields.name("id");
        String ringPlan = fields.name("ringPlan");
        String reason = fields.text("reason");
        Optional<Trigger> trigger = trigger(fields);
        Optional<Window> window = fields.object("window", Shape.WINDOW).flatMap(ScheduleReader::window);
        Mode mode = fields.word("mode", Words.lower(Mode.values()), Mode.ROUTINE);
        return fields.clean()
                ? trigger.map(it -> new ScheduleDocument(new Schedule(id, ringPlan, reason, it, window, mode)))
                : Optional.empty();
    }

    private static Optional<Trigger> trigger(FieldReader fields) {
        Optional<Trigger> once = instant(fields, "once").map(Schedule.Once::new);
        Optional<Instant> from = instant(fields, "from");
        Optional<Trigger> every = atLeastASecond(fields, "every").map(period -> new Schedule.Every(period, from));
        Optional<Trigger> before = atLeastASecond(fields, "beforeExpiry").map(Schedule.BeforeExpiry::new);
        List<String> given = TRIGGERS.stream().filter(fields::has).toList();
        if (given.isEmpty()) {
            fields.problem(
                    ProblemCode.MISSING_FIELD, "once", "nothing says when", "give one of once, every, beforeExpiry");
        } else if (given.size() > 1) {
            fields.problem(
                    ProblemCode.NOT_TOGETHER,
                    given.getLast(),
                    String.join(" and ", given) + " stand together",
                    "keep one of them");
        } else if (fields.has("from") && !fields.has("every")) {
            fields.problem(ProblemCode.NOT_TOGETHER, "from", "from stands without every", "leave it out");
        }
        return once.or(() -> every).or(() -> before);
    }

    private static Optional<Instant> instant(FieldReader fields, String name) {
        return fields.parsed(name, ScheduleReader::thisAge, ProblemCode.UNPARSABLE_TIME, TIME_REMEDY);
    }

    /** Far enough for anything meant, near enough for every clock and store. */
    static Instant thisAge(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() < 1970 || time.getYear() > 9999) {
            throw new DateTimeException("year " + time.getYear());
        }
        return time.toInstant();
    }

    private static Optional<Duration> atLeastASecond(FieldReader fields, String name) {
        if (!fields.has(name)) {
            return Optional.empty();
        }
        Duration duration = fields.duration(name, Duration.ofDays(1));
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            fields.problem(ProblemCode.OUT_OF_RANGE, name, duration + " is too short", "give a second or more");
        }
        return Optional.of(duration);
    }

    private static Optional<Window> window(FieldReader fields) {
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        if (fields.has("days")) {
            days.retainAll(fields.list("days", item -> fields.word(item, DAYS)));
            if (days.isEmpty() && fields.clean()) {
                fields.problem(ProblemCode.OUT_OF_RANGE, "days", "no day is named", "name a day, or leave days out");
            }
        }
        Optional<LocalTime> from =
                fields.parsed("from", LocalTime::parse, ProblemCode.UNPARSABLE_TIME, LOCAL_TIME_REMEDY);
        Optional<LocalTime> to = fields.parsed("to", LocalTime::parse, ProblemCode.UNPARSABLE_TIME, LOCAL_TIME_REMEDY);
        Optional<ZoneId> zone = fields.parsed(
                "zone", ZoneId::of, ProblemCode.UNPARSABLE_TIME, "write a zone's name: Europe/Berlin, UTC");
        return fields.clean()
                ? Optional.of(new Window(days, from.orElseThrow(), to.orElseThrow(), zone.orElseThrow()))
                : Optional.empty();
    }

    private static Map<String, DayOfWeek> days() {
        Map<String, DayOfWeek> days = new LinkedHashMap<>();
        Arrays.stream(DayOfWeek.values())
                .forEach(day -> days.put(
                        day.getDisplayName(TextStyle.SHORT, Locale.ROOT).toLowerCase(Locale.ROOT), day));
        return Collections.unmodifiableMap(days);
    }
}
