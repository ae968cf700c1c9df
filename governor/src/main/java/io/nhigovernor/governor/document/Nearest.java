package io.nhigovernor.governor.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word that a wrong one was probably meant to be. */
public final class Nearest {
    private Nearest() {}

    /** The known word within a third of its length in edits, letter case aside; empty if none is that near. */
    public static Optional<String> to(String word, Collection<String> known) {
        String given = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> edits(given, candidate) <= Math.max(1, candidate.length() / 3))
                .min(Comparator.comparingInt((String candidate) -> edits(given, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's distance. Words far too long are not measured. */
    private static int edits(String given, String candidate) {
        if (given.length() > 2 * candidate.length() + 1) {
            return given.length();
        }
        String wanted = candidate.toLowerCase(Locale.ROOT);
        int[] row = new int[wanted.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= given.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int swap = diagonal + (given.charAt(line - 1) == wanted.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(swap, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[wanted.length()];
    }
}
