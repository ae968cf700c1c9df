package io.nhigovernor.governor.plan;

import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.DeliveryCapabilities;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.VerifierCapabilities;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What its backends said of a credential before planning.
 *
 * @param acceptance which generations the verifier accepts, those of other attempts included
 * @param holders by identity: what was read of each delivery
 */
public record CredentialFacts(
        VerifierCapabilities verifier,
        DeliveryCapabilities delivery,
        Reading<Acceptance> acceptance,
        SortedMap<String, HolderFacts> holders) {
    public CredentialFacts {
        holders = Collections.unmodifiableSortedMap(new TreeMap<>(holders));
    }

    public static CredentialFacts of(
            VerifierCapabilities verifier,
            DeliveryCapabilities delivery,
            Reading<Acceptance> acceptance,
            Map<String, HolderFacts> holders) {
        return new CredentialFacts(verifier, delivery, acceptance, new TreeMap<>(holders));
    }

    /**
     * What one holder's delivery said.
     *
     * @param pointer the generation its consumers are pointed at; empty if none was ever delivered
     * @param fetchable whether that generation's material was fetched again, by fingerprint
     */
    public record HolderFacts(Reading<Optional<Fingerprint>> pointer, boolean fetchable) {}
}
