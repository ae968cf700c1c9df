package io.nhigovernor.governor.simulation;

/** A running hash over everything that happened, in order. */
public final class TraceHash {
    private long hash = 0xcbf29ce484222325L;

    public void add(String what) {
        hash = (hash ^ what.hashCode()) * 0x100000001b3L;
        hash ^= hash >>> 29;
    }

    public void add(long what) {
        hash = (hash ^ what) * 0x100000001b3L;
        hash ^= hash >>> 29;
    }

    public long value() {
        return hash;
    }
}
