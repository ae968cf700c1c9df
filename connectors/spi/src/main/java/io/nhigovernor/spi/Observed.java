package io.nhigovernor.spi;

import java.util.Optional;

/** What was seen outside: a generation, if there is one there, and the version of what holds it. */
public record Observed(Optional<Fingerprint> generation, Version version) {
    public static Observed of(Fingerprint generation, Version version) {
        return new Observed(Optional.of(generation), version);
    }
}
