package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.RingView;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.wire.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A ring on one line of a terminal: its name, a bar of its proven members, its phase, and why it stands there. */
record RingBar(String name, RingView ring) {
    private static final int CELLS = 12;
    private static final int NAME_MAX = 48;
    private static final int LINE_MAX = 500;
    private static final Set<String> MOVING = Set.of("OPEN", "SOAKING", "RESTORING");

    /**
     * @param most lines; when there are more rings, those in which nothing moves are left out and counted
     * @param width columns a line may take; what does not fit is cut, and says so
     */
    static List<String> lines(List<RolloutView> rollouts, int most, int width) {
        List<RingBar> all = new ArrayList<>();
        rollouts.forEach(rollout -> rollout.rings()
                .forEach(ring ->
                        all.add(new RingBar(Text.printable(rollout.id() + " " + ring.name(), NAME_MAX), ring))));
        List<RingBar> shown = all.size() <= most
                ? all
                : all.stream()
                        .filter(bar -> MOVING.contains(bar.ring().phase()))
                        .limit(Math.max(0, most - 1))
                        .toList();
        int widest = shown.stream().mapToInt(bar -> bar.name().length()).max().orElse(1);
        List<String> lines = new ArrayList<>();
        shown.forEach(bar -> lines.add(cut(bar.line(widest), width)));
        if (shown.size() < all.size()) {
            lines.add(cut("and " + Words.count(all.size() - shown.size(), "ring", "rings") + " more", width));
        }
        return lines;
    }

    private String line(int widest) {
        int proven = Math.min(ring.proven(), ring.members());
        int full = ring.members() == 0 ? 0 : CELLS * proven / ring.members();
        return Text.printable(
                String.format(
                        Locale.ROOT,
                        "%-" + widest + "s [%s%s] %3d/%-3d %s",
                        name,
                        "#".repeat(full),
                        ".".repeat(CELLS - full),
                        proven,
                        ring.members(),
                        note()),
                LINE_MAX);
    }

    /** Phase, the counts worth a look, and the last verdict with its reason. */
    private String note() {
        StringBuilder note = new StringBuilder(String.format(Locale.ROOT, "%-9s", ring.phase()));
        if (ring.moved() > ring.proven()) {
            note.append(' ').append(ring.moved()).append(" moved,");
        }
        if (ring.failing() > 0) {
            note.append(' ').append(ring.failing()).append(" failing,");
        }
        if (ring.restored() > 0) {
            note.append(' ').append(ring.restored()).append(" restored,");
        }
        if (ring.excluded() > 0) {
            note.append(' ').append(ring.excluded()).append(" excluded,");
        }
        if (ring.approvalsNeeded() > 0) {
            note.append(' ')
                    .append(Words.count(ring.approvalsNeeded(), "approval", "approvals"))
                    .append(" missing,");
        }
        if (ring.verdict().isPresent()) {
            return note.append(' ').append(RolloutText.verdict(ring)).toString();
        }
        String text = note.toString().stripTrailing();
        return text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
    }

    private static String cut(String line, int width) {
        return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
    }
}
