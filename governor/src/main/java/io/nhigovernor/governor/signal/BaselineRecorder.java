package io.nhigovernor.governor.signal;

import io.nhigovernor.spi.RawSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The recent past of one account, kept while it lives so that its baseline can be read off at any cutover. Memory is
 * bounded: buckets of one second, which grow to at most eight when there are many.
 */
public final class BaselineRecorder {
    private final long window;
    private final long since;
    private final Buckets buckets = new Buckets();
    private final long[] lastCall = new long[RawSignal.Kind.values().length];
    private final boolean[] lastOk = new boolean[RawSignal.Kind.values().length];

    /**
     * @param window how much of the past is kept
     * @param since from when on the account is observed: a baseline never reaches further back
     */
    public BaselineRecorder(Duration window, Instant since) {
        this.window = Micros.of(window);
        this.since = Micros.of(since);
        java.util.Arrays.fill(lastCall, Long.MIN_VALUE);
    }

    /** Takes one signal of any generation; the governor's own probes are left out. */
    public void add(Signal signal) {
        long at = Micros.of(signal.at());
        if (signal.probe() || at < since) {
            return;
        }
        int kind = signal.kind().ordinal();
        boolean call = signal.outcome() != RawSignal.Result.EXCLUDED;
        boolean failed = signal.outcome() == RawSignal.Result.FAIL;
        buckets.add(at, kind, call, failed);
        buckets.evictBefore(at - window);
        if (call && at >= lastCall[kind]) {
            lastCall[kind] = at;
            lastOk[kind] = !failed;
        }
    }

    /** The baseline of a cutover now or in the near past, over at most {@code asked} and what was observed. */
    public AccountBaseline freeze(Instant cutover, Duration asked) {
        long end = Micros.of(cutover);
        long from = Math.max(since, end - Math.min(window, Micros.of(asked)));
        BaselineAccumulator baseline = new BaselineAccumulator(from, end);
        for (int i = 0; i < buckets.size(); i++) {
            if (buckets.first(i) >= from && buckets.first(i) < end) {
                addBucket(baseline, i, end);
            }
        }
        return baseline.baseline();
    }

    /** The baseline of a whole control group at one instant. */
    public static ControlBaseline freezeControl(
            Map<String, BaselineRecorder> control, Instant cutover, Duration asked) {
        Map<String, AccountBaseline> accounts = new TreeMap<>();
        List<long[]> spans = new java.util.ArrayList<>();
        control.forEach((account, recorder) -> {
            accounts.put(account, recorder.freeze(cutover, asked));
            recorder.collectSpans(spans, Micros.of(cutover), Micros.of(asked));
        });
        spans.sort(java.util.Comparator.comparingLong(span -> span[0]));
        long longest = 0;
        long heardUntil = Long.MIN_VALUE;
        for (long[] span : spans) {
            longest = heardUntil == Long.MIN_VALUE ? 0 : Math.max(longest, span[0] - heardUntil);
            heardUntil = Math.max(heardUntil, span[1]);
        }
        return new ControlBaseline(accounts, Micros.seconds(longest));
    }

    private void addBucket(BaselineAccumulator baseline, int i, long end) {
        baseline.heard(buckets.first(i), Math.min(buckets.last(i), end), buckets.distinctSeconds(i));
        for (RawSignal.Kind kind : RawSignal.Kind.values()) {
            int calls = buckets.calls(i, kind.ordinal());
            if (calls > 0) {
                int failures = buckets.failures(i, kind.ordinal());
                baseline.calls(kind, buckets.first(i), calls, failures);
                long last = lastCall[kind.ordinal()];
                if (last < end) {
                    baseline.last(kind, last, lastOk[kind.ordinal()]);
                } else {
                    // A call was seen after the cutover already: the bucket is as near as is known.
                    baseline.last(kind, Math.min(buckets.last(i), end), failures < calls);
                }
            }
        }
    }

    private void collectSpans(List<long[]> spans, long end, long asked) {
        long from = Math.max(since, end - Math.min(window, asked));
        for (int i = 0; i < buckets.size(); i++) {
            if (buckets.first(i) >= from && buckets.first(i) < end) {
                spans.add(new long[] {buckets.first(i), Math.min(buckets.last(i), end)});
            }
        }
    }
}
