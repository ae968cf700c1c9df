package io.nhigovernor.spi;

/**
 * Which generation, never the value: a keyed digest, a key id, a serial, an accessor, a revision. Safe to print, store and
 * compare. The same generation has the same fingerprint at its verifier and at every delivery.
 */
public record Fingerprint(String value) {
    public Fingerprint {
        if (value.isEmpty() || value.length() > 200) {
            throw new IllegalArgumentException("a fingerprint has 1 to 200 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
