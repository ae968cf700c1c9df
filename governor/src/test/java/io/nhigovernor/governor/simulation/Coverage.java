package io.nhigovernor.governor.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How often each (state, operation, fault, crash point) was met. One thread's; added up at the end. */
public final class Coverage {
    private final Map<Cell, Long> met = new HashMap<>();

    /**
     * @param state the phase of whoever the operation belongs to
     * @param fault what went wrong with it, {@code NONE} if nothing did
     * @param crash where the process ended while it was open, {@code NONE} if it did not
     */
    public record Cell(String state, String operation, String fault, String crash) implements Comparable<Cell> {
        @Override
        public int compareTo(Cell other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return state + " " + operation + " " + fault + " " + crash;
        }
    }

    /**
     * What follows the name of an operation where the verifier holds one value at a time: there it is another operation, with
     * other ways to fail.
     */
    public static final String ONE_VALUE = "/ONE";

    /** A pattern of cells that cannot be met; {@code *} stands for any word, and an operation for itself of either kind. */
    public record Unreachable(List<String> words, String reason) {
        /** @param line {@code STATE OPERATION FAULT CRASH  # reason} */
        public static Unreachable parse(String line) {
            int hash = line.indexOf('#');
            List<String> words =
                    List.of((hash < 0 ? line : line.substring(0, hash)).trim().split("\\s+"));
            if (hash < 0 || words.size() != 4 || line.substring(hash + 1).isBlank()) {
                throw new IllegalArgumentException("not STATE OPERATION FAULT CRASH # reason: " + line);
            }
            return new Unreachable(words, line.substring(hash + 1).trim());
        }

        public boolean matches(Cell cell) {
            List<String> named = List.of(cell.state(), cell.operation(), cell.fault(), cell.crash());
            for (int index = 0; index < 4; index++) {
                List<String> choices = List.of(words.get(index).split("\\|"));
                String word = named.get(index);
                String ofEitherKind = word.endsWith(ONE_VALUE) ? word.substring(0, word.length() - 4) : word;
                if (!choices.contains("*") && !choices.contains(word) && !choices.contains(ofEitherKind)) {
                    return false;
                }
            }
            return true;
        }
    }

    public void met(String state, String operation, String fault, String crash) {
        met.merge(new Cell(state, operation, fault, crash), 1L, Long::sum);
    }

    public void add(Coverage other) {
        other.met.forEach((cell, count) -> met.merge(cell, count, Long::sum));
    }

    public Map<Cell, Long> met() {
        return met;
    }

    /** Everything that could be thought of: the product of the four. */
    public static List<Cell> thinkable(
            List<String> states, List<String> operations, List<String> faults, List<String> crashes) {
        List<Cell> cells = new ArrayList<>();
        for (String state : states) {
            for (String operation : operations) {
                for (String fault : faults) {
                    for (String crash : crashes) {
                        cells.add(new Cell(state, operation, fault, crash));
                    }
                }
            }
        }
        return cells;
    }

    /** Thinkable, not declared unreachable, and never met. */
    public List<Cell> missed(List<Cell> thinkable, List<Unreachable> unreachable) {
        return thinkable.stream()
                .filter(cell -> !met.containsKey(cell))
                .filter(cell -> unreachable.stream().noneMatch(pattern -> pattern.matches(cell)))
                .toList();
    }

    /** How often the cell was met that was met least, of those that were met. */
    public long least() {
        return met.values().stream().mapToLong(Long::longValue).min().orElse(0);
    }

    /** Met although declared unreachable: the list is wrong. */
    public List<Cell> surprising(List<Unreachable> unreachable) {
        return new TreeSet<>(met.keySet())
                .stream()
                        .filter(cell -> unreachable.stream().anyMatch(pattern -> pattern.matches(cell)))
                        .toList();
    }
}
