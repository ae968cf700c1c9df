package io.nhigovernor.spi;

import java.time.Instant;
import java.util.Optional;

/** From when to when the outside accepts a generation, by the outside's own clock; empty means no such limit. */
public record Validity(Optional<Instant> notBefore, Optional<Instant> notAfter) {
    public static final Validity UNLIMITED = new Validity(Optional.empty(), Optional.empty());
}
