package io.nhigovernor.samples.estate.breakage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** One identity behaves badly. Parameter {@code identity}. */
final class BadHabit implements Breakage {
    private final Set<String> known;
    private final Set<String> habit;

    /**
     * @param known every identity there is
     * @param habit those that have the habit; safe to change from any thread
     */
    BadHabit(Set<String> known, Set<String> habit) {
        this.known = known;
        this.habit = habit;
    }

    @Override
    public void on(JsonNode parameters) {
        var identity = Parameters.text(parameters, "identity");
        if (!known.contains(identity)) {
            throw new IllegalArgumentException("no identity " + identity);
        }
        habit.add(identity);
    }

    @Override
    public void off(JsonNode parameters) {
        if (parameters.hasNonNull("identity")) {
            habit.remove(Parameters.text(parameters, "identity"));
        } else {
            habit.clear();
        }
    }

    @Override
    public SortedSet<String> broken() {
        return new TreeSet<>(habit);
    }
}
