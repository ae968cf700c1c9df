package io.nhigovernor.samples.estate.service;

import io.nhigovernor.spi.Fingerprint;
import java.util.Optional;
import java.util.Set;

/** A stubborn verifier's list: while it is set, generations that are not on it are refused whatever is accepted elsewhere. */
public final class KnownOnly {
    private volatile Optional<Set<Fingerprint>> known = Optional.empty();

    public void set(Set<Fingerprint> fingerprints) {
        known = Optional.of(Set.copyOf(fingerprints));
    }

    public void clear() {
        known = Optional.empty();
    }

    public boolean isSet() {
        return known.isPresent();
    }

    boolean lets(Fingerprint fingerprint) {
        return known.map(list -> list.contains(fingerprint)).orElse(true);
    }
}
