package io.nhigovernor.governor.signal;

import io.nhigovernor.spi.RawSignal;
import java.util.Arrays;

/**
 * Signals of one account counted in short spans of time, oldest first. When more than {@value #MANY} are held their width
 * doubles, up to eight seconds: short enough for the 10-second slots of a baseline.
 */
final class Buckets {
    private static final int MANY = 4096;
    private static final long WIDEST = 8 * Micros.SECOND;
    private static final int KINDS = RawSignal.Kind.values().length;
    private static final int STRIDE = 2 * KINDS + 1;

    private long width = Micros.SECOND;
    private long[] first = new long[8];
    private long[] last = new long[8];
    private int[] counts = new int[8 * STRIDE];
    private int head;
    private int end;

    int size() {
        return end - head;
    }

    long first(int i) {
        return first[head + i];
    }

    long last(int i) {
        return last[head + i];
    }

    int distinctSeconds(int i) {
        return counts[(head + i) * STRIDE];
    }

    int calls(int i, int kind) {
        return counts[(head + i) * STRIDE + 1 + 2 * kind];
    }

    int failures(int i, int kind) {
        return counts[(head + i) * STRIDE + 2 + 2 * kind];
    }

    void add(long at, int kind, boolean call, boolean failed) {
        int bucket = bucketFor(at);
        boolean newSecond = first[bucket] == Long.MAX_VALUE
                || Micros.wholeSecond(at) > Micros.wholeSecond(last[bucket])
                || Micros.wholeSecond(at) < Micros.wholeSecond(first[bucket]);
        first[bucket] = Math.min(first[bucket], at);
        last[bucket] = Math.max(last[bucket], at);
        counts[bucket * STRIDE] += newSecond ? 1 : 0;
        counts[bucket * STRIDE + 1 + 2 * kind] += call ? 1 : 0;
        counts[bucket * STRIDE + 2 + 2 * kind] += failed ? 1 : 0;
    }

    void evictBefore(long at) {
        while (head < end && last[head] < at) {
            head++;
        }
    }

    private int bucketFor(long at) {
        long span = Math.floorDiv(at, width);
        int position = end;
        while (position > head && Math.floorDiv(first[position - 1], width) > span) {
            position--;
        }
        if (position > head && Math.floorDiv(first[position - 1], width) == span) {
            return position - 1;
        }
        if (size() >= MANY && width < WIDEST) {
            widen();
            return bucketFor(at);
        }
        return insert(position);
    }

    private int insert(int wanted) {
        int position = wanted;
        if (end == first.length) {
            int kept = size();
            int capacity = head > kept ? first.length : 2 * first.length;
            position -= head;
            first = moved(first, capacity);
            last = moved(last, capacity);
            counts = Arrays.copyOf(Arrays.copyOfRange(counts, head * STRIDE, end * STRIDE), capacity * STRIDE);
            head = 0;
            end = kept;
        }
        System.arraycopy(first, position, first, position + 1, end - position);
        System.arraycopy(last, position, last, position + 1, end - position);
        System.arraycopy(counts, position * STRIDE, counts, (position + 1) * STRIDE, (end - position) * STRIDE);
        first[position] = Long.MAX_VALUE;
        last[position] = Long.MIN_VALUE;
        Arrays.fill(counts, position * STRIDE, (position + 1) * STRIDE, 0);
        end++;
        return position;
    }

    private long[] moved(long[] values, int capacity) {
        return Arrays.copyOf(Arrays.copyOfRange(values, head, end), capacity);
    }

    private void widen() {
        width *= 2;
        int kept = head;
        for (int i = head + 1; i < end; i++) {
            if (Math.floorDiv(first[i], width) != Math.floorDiv(first[kept], width)) {
                kept++;
                first[kept] = first[i];
                last[kept] = last[i];
                System.arraycopy(counts, i * STRIDE, counts, kept * STRIDE, STRIDE);
            } else {
                last[kept] = last[i];
                for (int c = 0; c < STRIDE; c++) {
                    counts[kept * STRIDE + c] += counts[i * STRIDE + c];
                }
            }
        }
        end = size() == 0 ? end : kept + 1;
    }
}
