package io.nhigovernor.samples.estate.service;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.util.Optional;

/** What a service decided about one request. */
sealed interface Ruling {
    /** Who it was taken for; {@code unknown} if nobody can be named. */
    String identity();

    Optional<TargetId> target();

    Optional<Fingerprint> generation();

    record Allowed(TargetId of, Fingerprint seen) implements Ruling {
        @Override
        public String identity() {
            return of.identity();
        }

        @Override
        public Optional<TargetId> target() {
            return Optional.of(of);
        }

        @Override
        public Optional<Fingerprint> generation() {
            return Optional.of(seen);
        }
    }

    record Denied(String identity, Optional<TargetId> target, Optional<Fingerprint> generation, String reason)
            implements Ruling {}
}
