package io.nhigovernor.spi;

/** Names one target: which credential, delivered to which identity. Prints as {@code credential@identity}. */
public record TargetId(String credential, String identity) implements Comparable<TargetId> {
    public TargetId {
        Names.require("credential id", credential);
        Names.require("identity id", identity);
    }

    /** @throws IllegalArgumentException if {@code text} is not {@code credential@identity} */
    public static TargetId parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("a target reads credential@identity");
        }
        return new TargetId(text.substring(0, at), text.substring(at + 1));
    }

    @Override
    public int compareTo(TargetId other) {
        int byCredential = credential.compareTo(other.credential);
        return byCredential != 0 ? byCredential : identity.compareTo(other.identity);
    }

    @Override
    public String toString() {
        return credential + "@" + identity;
    }
}
