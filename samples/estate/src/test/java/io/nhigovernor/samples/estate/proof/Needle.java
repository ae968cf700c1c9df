package io.nhigovernor.samples.estate.proof;

/** A secret value to look for, and how to speak of it without saying it. */
public record Needle(String name, byte[] value) {
    /** Shorter ones would be found by chance. */
    public static final int LEAST_BYTES = 12;

    public Needle {
        if (value.length < LEAST_BYTES) {
            throw new IllegalArgumentException(name + " is too short to be looked for");
        }
        value = value.clone();
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    @Override
    public String toString() {
        return name;
    }
}
