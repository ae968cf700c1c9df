package io.nhigovernor.governor.plan;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Durations, shares and lists as people say them. */
public final class Spoken {
    private static final int NAMED_MAX = 10;

    private Spoken() {}

    /** In the largest unit of which there are two: {@code 40 min}, {@code 36 h}. */
    public static String duration(Duration duration) {
        if (duration.compareTo(Duration.ofDays(2)) >= 0) {
            return duration.toDays() + " d";
        }
        if (duration.compareTo(Duration.ofHours(2)) >= 0) {
            return duration.toHours() + " h";
        }
        if (duration.compareTo(Duration.ofMinutes(2)) >= 0) {
            return duration.toMinutes() + " min";
        }
        return duration.toSeconds() + " s";
    }

    /** A share with at most one decimal of a percent. */
    static String share(double share) {
        String text = String.format(Locale.ROOT, "%.1f", share * 100);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " %";
    }

    /** The first of them by name, the others by number. */
    static String list(List<String> names) {
        return names.size() <= NAMED_MAX
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMED_MAX)) + " and " + (names.size() - NAMED_MAX) + " more";
    }
}
