package io.nhigovernor.governor.signal;

import io.nhigovernor.spi.RawSignal;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What an account was like before its cutover.
 *
 * @param windowSeconds length of the baseline
 * @param activeSlots 10-second slots with any signal
 * @param activeSeconds whole seconds with any signal
 * @param longestGapSeconds longest time between two successive signals
 */
public record AccountBaseline(
        double windowSeconds,
        int activeSlots,
        int activeSeconds,
        double longestGapSeconds,
        Map<RawSignal.Kind, KindBaseline> kinds) {
    public AccountBaseline {
        // In the order of kinds, so that the same baseline is always written the same way.
        Map<RawSignal.Kind, KindBaseline> ordered = new EnumMap<>(RawSignal.Kind.class);
        ordered.putAll(kinds);
        kinds = Collections.unmodifiableMap(ordered);
    }

    /** An account of which nothing was heard. */
    public static AccountBaseline silent(double windowSeconds) {
        return new AccountBaseline(windowSeconds, 0, 0, 0, Map.of());
    }

    public KindBaseline of(RawSignal.Kind kind) {
        KindBaseline known = kinds.get(kind);
        return known == null ? KindBaseline.silent(windowSeconds) : known;
    }

    /** Calls of these kinds per second. */
    public double callsPerSecond(Collection<RawSignal.Kind> declared) {
        return windowSeconds <= 0 ? 0 : calls(declared) / windowSeconds;
    }

    public long calls(Collection<RawSignal.Kind> declared) {
        return declared.stream().mapToLong(kind -> of(kind).calls()).sum();
    }

    /** Mean failing share over all blocks with a call of these accounts, by kind; 0 without any. */
    public static Map<RawSignal.Kind, Double> pool(Collection<AccountBaseline> accounts) {
        Map<RawSignal.Kind, Double> pool = new EnumMap<>(RawSignal.Kind.class);
        for (RawSignal.Kind kind : RawSignal.Kind.values()) {
            double shares = 0;
            long blocks = 0;
            for (AccountBaseline account : accounts) {
                shares += account.of(kind).shareSum();
                blocks += account.of(kind).shareBlocks();
            }
            pool.put(kind, blocks == 0 ? 0 : shares / blocks);
        }
        return pool;
    }
}
