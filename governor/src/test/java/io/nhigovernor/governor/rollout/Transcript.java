package io.nhigovernor.governor.rollout;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A story as text: prose, the plan, and event lines each followed by what must follow. */
final class Transcript {
    private final List<String> lines;
    private final Set<Transitions.Arrow> walked = new LinkedHashSet<>();

    Transcript(String text) {
        lines = text.lines().toList();
    }

    /** The same story with the lines that in truth followed. */
    String retold() {
        var plan = new PlanText();
        List<String> told = new ArrayList<>();
        int index = 0;
        while (index < lines.size() && (quiet(lines.get(index)) || plan.take(lines.get(index)))) {
            told.add(lines.get(index));
            index++;
        }
        var rehearsal = new Rehearsal(plan.plan());
        var commands = new Commands(rehearsal);
        for (; index < lines.size(); index++) {
            String line = lines.get(index);
            if (line.startsWith(">")) {
                continue;
            }
            told.add(line);
            if (!quiet(line)) {
                told.addAll(counted(tell(commands, line, index)));
            }
        }
        walked.addAll(rehearsal.walked);
        return String.join("\n", told) + "\n";
    }

    private static List<String> tell(Commands commands, String line, int index) {
        try {
            return commands.follow(line);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("line " + (index + 1) + " \"" + line + "\": " + e.getMessage(), e);
        }
    }

    /** What follows several times in a row is told once, with its count. */
    private static List<String> counted(List<String> followed) {
        List<String> told = new ArrayList<>();
        for (int from = 0; from < followed.size(); ) {
            int to = from;
            while (to < followed.size() && followed.get(to).equals(followed.get(from))) {
                to++;
            }
            told.add("> " + followed.get(from) + (to - from > 1 ? ", " + (to - from) + " times" : ""));
            from = to;
        }
        return told;
    }

    private static boolean quiet(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    Set<Transitions.Arrow> walked() {
        return walked;
    }
}
