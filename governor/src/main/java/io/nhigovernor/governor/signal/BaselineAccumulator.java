package io.nhigovernor.governor.signal;

import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * The baseline of one account whose cutover is known beforehand: signals are added in order of time and forgotten, so that
 * the memory taken depends on the window's length only.
 */
public final class BaselineAccumulator {
    private static final long SLOT = 10 * Micros.SECOND;

    private final long from;
    private final long cutover;
    private final Map<RawSignal.Kind, BlockCounts> kinds = new EnumMap<>(RawSignal.Kind.class);
    private long lastSlot = -1;
    private long lastSecond = Long.MIN_VALUE;
    private long lastSignal = Long.MIN_VALUE;
    private long longestGap;
    private int slots;
    private int seconds;

    public BaselineAccumulator(Instant from, Instant cutover) {
        this(Micros.of(from), Micros.of(cutover));
    }

    BaselineAccumulator(long from, long cutover) {
        this.from = Math.min(from, cutover);
        this.cutover = cutover;
    }

    /** Takes one signal; those outside the window and the governor's own probes are left out. */
    public void add(Signal signal) {
        long at = Micros.of(signal.at());
        if (signal.probe() || at < from || at >= cutover) {
            return;
        }
        heard(at, at, 1);
        boolean failed = signal.outcome() == RawSignal.Result.FAIL;
        if (signal.outcome() != RawSignal.Result.EXCLUDED) {
            calls(signal.kind(), at, 1, failed ? 1 : 0);
            last(signal.kind(), at, !failed);
        }
    }

    /** Notes that the account was heard from {@code first} to {@code last}, in so many distinct seconds. */
    void heard(long first, long last, int distinctSeconds) {
        long slot = (cutover - first - 1) / SLOT;
        slots += slot != lastSlot ? 1 : 0;
        lastSlot = slot;
        long second = Micros.wholeSecond(first);
        seconds += second != lastSecond ? distinctSeconds : 0;
        lastSecond = second;
        longestGap = lastSignal == Long.MIN_VALUE ? 0 : Math.max(longestGap, first - lastSignal);
        lastSignal = last;
    }

    void calls(RawSignal.Kind kind, long at, int calls, int failures) {
        counts(kind).add(at, calls, failures);
    }

    void last(RawSignal.Kind kind, long at, boolean ok) {
        counts(kind).last(at, ok);
    }

    public AccountBaseline baseline() {
        Map<RawSignal.Kind, KindBaseline> summaries = new EnumMap<>(RawSignal.Kind.class);
        kinds.forEach((kind, counts) -> summaries.put(kind, counts.summary()));
        return new AccountBaseline(
                Micros.seconds(cutover - from), slots, seconds, Micros.seconds(longestGap), summaries);
    }

    private BlockCounts counts(RawSignal.Kind kind) {
        return kinds.computeIfAbsent(kind, key -> new BlockCounts(cutover, cutover - from));
    }
}
