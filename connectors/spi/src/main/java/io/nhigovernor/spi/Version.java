package io.nhigovernor.spi;

/** A backend's own monotone version of a pointer or an accept list; what conditional writes expect. */
public record Version(long value) implements Comparable<Version> {
    @Override
    public int compareTo(Version other) {
        return Long.compare(value, other.value);
    }

    public boolean after(Version other) {
        return value > other.value;
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
