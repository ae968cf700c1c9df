package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.RingView;
import io.nhigovernor.governor.engine.view.RolloutView;
import java.util.HashMap;
import java.util.Map;

/** One line for each change, for logs and pipelines. */
final class LineProgress implements Progress {
    private final Terminal terminal;
    private final Map<String, String> shown = new HashMap<>();

    LineProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void show(RolloutView rollout) {
        line(rollout.id(), RolloutText.headline(rollout));
        for (RingView ring : rollout.rings()) {
            line(rollout.id() + " " + ring.name(), rollout.id() + " " + ring(ring));
        }
        rollout.needsHuman().forEach(need -> line(rollout.id() + "!" + need, rollout.id() + " needs you: " + need));
    }

    static String ring(RingView ring) {
        return "ring " + ring.name() + " " + ring.phase() + ", " + counts(ring)
                + ring.verdict()
                        .map(verdict -> "; " + RolloutText.verdict(ring))
                        .orElse("");
    }

    static String counts(RingView ring) {
        return ring.moved() + "/" + ring.members() + " moved, " + ring.proven() + " proven, " + ring.failing()
                + " failing" + (ring.restored() > 0 ? ", " + ring.restored() + " restored" : "");
    }

    private void line(String key, String text) {
        if (!text.equals(shown.put(key, text))) {
            terminal.line(text);
        }
    }

    @Override
    public void say(String line) {
        terminal.line(line);
    }

    @Override
    public void close() {}
}
