package io.nhigovernor.connectors.parts.accept;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Validity;
import java.time.Instant;
import java.util.Optional;

/**
 * One generation in an accept document.
 *
 * @param attempt the attempt that admitted it; empty for an enrolled one
 * @param intent the last intent that touched it
 */
public record Generation(
        Fingerprint fingerprint,
        boolean enabled,
        Optional<String> attempt,
        String intent,
        Instant admittedAt,
        Validity validity,
        Evidence evidence) {

    Generation touched(boolean nowEnabled, String by) {
        return new Generation(fingerprint, nowEnabled, attempt, by, admittedAt, validity, evidence);
    }

    /** Whether it exists already: not while it is only being signed, or its password changed. */
    public boolean exists() {
        return !(evidence instanceof Evidence.Signing || evidence instanceof Evidence.Rotating);
    }

    /** What a verifier publishes of it: the chain, the public key, or the name of its role. */
    public Optional<String> publicPart() {
        return switch (evidence) {
            case Evidence.SaltedHash hash -> Optional.empty();
            case Evidence.SecretId secretId -> Optional.empty();
            case Evidence.Signing signing -> Optional.empty();
            case Evidence.Rotating rotating -> Optional.empty();
            case Evidence.Leaf leaf -> Optional.of(leaf.chain());
            case Evidence.DatabaseRole role -> Optional.of(role.text());
            case Evidence.PublicJwk jwk -> Optional.of(jwk.json());
        };
    }
}
