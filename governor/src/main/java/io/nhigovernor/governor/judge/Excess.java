package io.nhigovernor.governor.judge;

import io.nhigovernor.governor.signal.AccountBaseline;
import io.nhigovernor.governor.signal.KindBaseline;
import io.nhigovernor.spi.RawSignal;
import java.util.List;
import java.util.Map;

/** Sums account-minutes of both arms into the bound a promotion promises (P6). */
final class Excess {
    private final List<RawSignal.Kind> kinds;
    private final double pool;
    private double ringFailing;
    private double ringMinutes;
    private double controlFailing;
    private double controlMinutes;
    private double spread;
    private double spreadExpected;
    private double ownShares;
    private long ownBlocks;

    Excess(List<RawSignal.Kind> kinds, Map<RawSignal.Kind, Double> pool) {
        this.kinds = kinds;
        this.pool = kinds.stream()
                .mapToDouble(kind -> pool.getOrDefault(kind, 0.0))
                .average()
                .orElse(0);
    }

    void ring(MinuteShares shares, AccountBaseline baseline) {
        ringFailing += shares.failing();
        ringMinutes += shares.minutes();
        for (RawSignal.Kind kind : kinds) {
            ownShares += baseline.of(kind).shareSum();
            ownBlocks += baseline.of(kind).shareBlocks();
        }
        spread(shares, baseline);
    }

    void control(MinuteShares shares, AccountBaseline baseline) {
        controlFailing += shares.failing();
        controlMinutes += shares.minutes();
        spread(shares, baseline);
    }

    double bound() {
        double own = ownBlocks == 0 ? 0 : ownShares / ownBlocks;
        double dispersion = spreadExpected > 0 ? spread / spreadExpected : 0;
        return ExcessBound.excess(ringFailing, ringMinutes, controlFailing, controlMinutes, dispersion, own);
    }

    private void spread(MinuteShares shares, AccountBaseline baseline) {
        double sum = 5 * pool;
        double blocks = 5;
        for (RawSignal.Kind kind : kinds) {
            KindBaseline past = baseline.of(kind);
            sum += past.shareSum();
            blocks += past.shareBlocks();
        }
        double share = Math.clamp(sum / blocks, 1e-4, 0.9);
        double surprise = shares.failing() - share * shares.minutes();
        spread += surprise * surprise;
        spreadExpected += shares.minutes() * share * (1 - share);
    }
}
