package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.RingView;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.wire.Text;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One live bar for each ring, filled by proven members; the only class that knows the bar library. */
final class BarProgress implements Progress {
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final int NOTE_MAX = 100;
    private final Map<String, ProgressBar> bars = new LinkedHashMap<>();

    @Override
    public void show(RolloutView rollout) {
        for (RingView ring : rollout.rings()) {
            ProgressBar bar = bars.computeIfAbsent(rollout.id() + " " + ring.name(), name -> bar(name, ring.members()));
            bar.stepTo(Math.min(ring.proven(), ring.members()));
            bar.setExtraMessage(Text.printable(
                    " " + ring.phase() + " " + LineProgress.counts(ring) + " " + RolloutText.verdict(ring), NOTE_MAX));
        }
    }

    private static ProgressBar bar(String name, int members) {
        return new ProgressBarBuilder()
                .setTaskName(Text.printable(name, 40))
                .setInitialMax(Math.max(1, members))
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis((int) REDRAW.toMillis())
                .hideEta()
                .build();
    }

    @Override
    public void close() {
        bars.values().forEach(ProgressBar::close);
    }
}
