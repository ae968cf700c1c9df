package io.nhigovernor.governor.replay;

import io.nhigovernor.governor.signal.Micros;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** RFC 3339 timestamps, read without making objects: streams have millions of them. */
final class Timestamps {
    private Timestamps() {}

    /** Microseconds since the epoch; digits beyond those are cut off. */
    static long micros(String text) throws BadLine {
        try {
            int length = text.length();
            if (length < 20 || text.charAt(length - 1) != 'Z' || !shaped(text)) {
                return Micros.of(OffsetDateTime.parse(text).toInstant());
            }
            long day = epochDay(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
            int hour = digits(text, 11, 13);
            int minute = digits(text, 14, 16);
            int second = digits(text, 17, 19);
            if (hour > 23 || minute > 59 || second > 59) {
                throw new BadLine("'" + text + "' is no RFC 3339 time");
            }
            long seconds = day * 86_400 + hour * 3600L + minute * 60L + second;
            return seconds * Micros.SECOND + fraction(text, length);
        } catch (DateTimeException e) {
            throw new BadLine("'" + text + "' is no RFC 3339 time");
        }
    }

    private static boolean shaped(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    private static long fraction(String text, int length) {
        if (length == 20) {
            return 0;
        }
        if (text.charAt(19) != '.' || length == 21) {
            throw new DateTimeException("fraction");
        }
        long micros = 0;
        int scale = 100_000;
        for (int i = 20; i < length - 1; i++) {
            micros += (long) scale * digits(text, i, i + 1);
            scale /= 10;
        }
        return micros;
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("digit");
            }
            value = 10 * value + digit;
        }
        return value;
    }

    private static long epochDay(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1 || day > 28) {
            return java.time.LocalDate.of(year, month, day).toEpochDay();
        }
        int shifted = month <= 2 ? year - 1 : year;
        int era = shifted / 400;
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }
}
