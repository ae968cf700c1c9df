package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.rollout.Step.Machine;
import io.nhigovernor.governor.rollout.Transitions.Arrow;
import java.util.ArrayList;
import java.util.List;

/** The drawn arrows as a page: one Mermaid diagram per machine, each arrow with its reason. */
public final class StateDiagram {
    private StateDiagram() {}

    /** The whole page, as Markdown. */
    public static String page() {
        var page = new StringBuilder("""
                # State machines

                Drawn from `Transitions`, the arrows the code asserts at every move; a test keeps this page current, and another
                has every arrow walked by a story in [rings/scenarios](../rings/scenarios). A is the prior generation, B the
                candidate. What each state means is said where it is declared (`RolloutPhase`, `RingPhase`, `ChangePhase`,
                `CutoverPhase`).

                A compromised rollout knows no way back: no arrow into RESTORING, REPOINTED, RESTORED, ENABLING or HALTING exists for it,
                and a step that takes one stops.
                """);
        for (Machine machine : Machine.values()) {
            page.append("\n## ").append(title(machine)).append("\n\n```mermaid\n");
            diagram(machine).forEach(line -> page.append(line).append('\n'));
            page.append("```\n");
        }
        return page.toString();
    }

    private static String title(Machine machine) {
        return switch (machine) {
            case ROLLOUT -> "Rollout: one change over one frozen set of targets";
            case RING -> "Ring: members that move together behind one gate";
            case CHANGE -> "Credential change: one per credential, drives the verifier";
            case CUTOVER -> "Cutover: one per target, drives the delivery";
        };
    }

    private static List<String> diagram(Machine machine) {
        List<Arrow> arrows = Transitions.all().stream()
                .filter(arrow -> arrow.machine() == machine)
                .toList();
        List<String> left = arrows.stream().map(Arrow::from).toList();
        List<String> lines = new ArrayList<>();
        lines.add("stateDiagram-v2");
        lines.add("    [*] --> " + left.getFirst());
        arrows.forEach(arrow -> lines.add("    " + arrow.from() + " --> " + arrow.to() + " : " + label(arrow.why())));
        arrows.stream()
                .map(Arrow::to)
                .filter(state -> !left.contains(state))
                .distinct()
                .forEach(state -> lines.add("    " + state + " --> [*]"));
        return lines;
    }

    /** Mermaid ends a label at a colon or a semicolon. */
    private static String label(String why) {
        return why.replace(":", ",").replace(";", ",");
    }
}
