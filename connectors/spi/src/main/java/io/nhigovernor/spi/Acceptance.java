package io.nhigovernor.spi;

import java.util.List;
import java.util.Optional;

/** What a verifier accepts for one credential, and the version of that statement. */
public record Acceptance(Version version, List<AcceptedGeneration> generations) {
    public Acceptance {
        generations = List.copyOf(generations);
    }

    public Optional<AcceptedGeneration> of(Fingerprint generation) {
        return generations.stream()
                .filter(accepted -> accepted.fingerprint().equals(generation))
                .findFirst();
    }

    /** The generation made by this attempt, enabled or not. */
    public Optional<AcceptedGeneration> byAttempt(String attempt) {
        return generations.stream()
                .filter(accepted -> accepted.attempt().equals(Optional.of(attempt)))
                .findFirst();
    }

    public boolean accepts(Fingerprint generation) {
        return of(generation).map(AcceptedGeneration::enabled).orElse(false);
    }

    /**
     * One generation a verifier knows.
     *
     * @param enabled false while disabled (quarantined)
     * @param attempt the label of the attempt that admitted it; empty for one that was there before
     * @param publicPart the certificate chain or public key, if the verifier publishes one
     */
    public record AcceptedGeneration(
            Fingerprint fingerprint,
            boolean enabled,
            Optional<String> attempt,
            Validity validity,
            Optional<String> publicPart) {}
}
