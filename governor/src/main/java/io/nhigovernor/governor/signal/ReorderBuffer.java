package io.nhigovernor.governor.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Signals waiting for their whole second to be complete, at most 30 s. */
public final class ReorderBuffer {
    public static final long LAG = 30 * Micros.SECOND;

    private final TreeMap<Long, List<Signal>> seconds = new TreeMap<>();
    private long arrivedMax = Long.MIN_VALUE;

    /** Notes an arrival; answers whether a signal of time {@code at} is then too late to be judged. */
    public boolean late(long at, long arrived) {
        arrivedMax = Math.max(arrivedMax, arrived);
        return at < arrivedMax - LAG;
    }

    public void add(Signal signal) {
        seconds.computeIfAbsent(Micros.wholeSecond(Micros.of(signal.at())), second -> new ArrayList<>())
                .add(signal);
    }

    /** Takes out, in order, everything before {@code end}. */
    public List<Signal> takeBefore(long end) {
        if (seconds.isEmpty() || seconds.firstKey() >= end) {
            return List.of();
        }
        List<Signal> taken = seconds.pollFirstEntry().getValue();
        while (!seconds.isEmpty() && seconds.firstKey() < end) {
            taken.addAll(seconds.pollFirstEntry().getValue());
        }
        if (taken.size() > 1) {
            taken.sort(Signal.ORDER);
        }
        return taken;
    }

    public long arrivedMax() {
        return arrivedMax;
    }

    public List<Signal> waiting() {
        return seconds.values().stream().flatMap(List::stream).toList();
    }

    public void restore(long arrived, List<Signal> waiting) {
        arrivedMax = arrived;
        waiting.forEach(this::add);
    }
}
