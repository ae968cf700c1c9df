package io.nhigovernor.governor.judge;

import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.signal.ControlBaseline;
import io.nhigovernor.spi.RawSignal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a ring is judged by, fixed when its first member is about to cut over.
 *
 * @param pool mean failing share of ring and control before, by kind; see {@code AccountBaseline.pool}
 * @param baseline length of the baseline; under 24 h is noted
 * @param waived dormant members for whom a human has vouched
 * @param sources that must be heard from the start; others count once they have spoken
 */
public record RingSetup(
        String ring,
        Gate gate,
        List<String> members,
        ControlBaseline control,
        Map<RawSignal.Kind, Double> pool,
        Duration baseline,
        Set<String> waived,
        Set<String> sources,
        Release release) {
    public RingSetup {
        members = List.copyOf(members);
        pool = Map.copyOf(pool);
        waived = Set.copyOf(waived);
        sources = Set.copyOf(sources);
    }

    /** When a second is complete and can be judged. */
    public enum Release {
        /** Live: when every source has spoken past its end, at the latest after 30 s. */
        WATERMARK,
        /** Signals are given in order of time: as soon as {@code advance} passes its end. */
        IN_ORDER
    }
}
