package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.wire.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One live bar for each ring, filled by proven members, redrawn in place; what a command says meanwhile scrolls by above.
 * Where the screen is too low for all, rings that are done or have not opened make room.
 */
final class BarProgress implements Progress {
    private static final String ESCAPE = "\u001b[";
    private static final int LINE_MAX = 1_000;
    private final Terminal terminal;
    private final Map<String, RolloutView> rollouts = new LinkedHashMap<>();
    private List<String> drawn = List.of();

    BarProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void show(RolloutView rollout) {
        rollouts.put(rollout.id(), rollout);
        List<String> lines = RingBar.lines(List.copyOf(rollouts.values()), terminal.rows() - 1, terminal.columns() - 1);
        if (!lines.equals(drawn)) {
            draw("", lines);
        }
    }

    @Override
    public void say(String line) {
        draw(Text.printable(line, LINE_MAX) + "\n", drawn);
    }

    /** One write, so that nobody sees half of it. */
    private void draw(String above, List<String> lines) {
        var screen = new StringBuilder();
        if (!drawn.isEmpty()) {
            screen.append(ESCAPE)
                    .append(drawn.size())
                    .append("A\r")
                    .append(ESCAPE)
                    .append('J');
        }
        screen.append(above);
        lines.forEach(line -> screen.append(line).append('\n'));
        terminal.redraw(screen.toString());
        drawn = new ArrayList<>(lines);
    }

    /** The bars stay as they were drawn last. */
    @Override
    public void close() {
        drawn = List.of();
    }
}
