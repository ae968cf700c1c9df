package io.nhigovernor.spi;

/** One (credential, delivery, identity) that a ring moves. */
public record Target(Credential credential, String identity) {
    public Target {
        if (!credential.holders().contains(identity)) {
            throw new IllegalArgumentException(identity + " does not hold " + credential.id());
        }
    }

    public TargetId id() {
        return new TargetId(credential.id(), identity);
    }
}
