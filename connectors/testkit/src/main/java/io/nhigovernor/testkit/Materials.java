package io.nhigovernor.testkit;

import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Secret;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Material that is not secret at all: derived from a text, so every run has the same. */
public final class Materials {
    private Materials() {}

    /** What a governor would bring for a verifier that mints like this. */
    public static Material of(String seed, Mint mint) {
        return switch (mint) {
            case CALLER -> Material.ofSecret(bytes("value of " + seed));
            case CALLER_KEY_SIGNED -> new Material(bytes("key of " + seed), Optional.of(publicKey(seed)));
            case VERIFIER -> Material.ofSecret(bytes(""));
        };
    }

    private static String publicKey(String seed) {
        return Fingerprints.PUBLIC_KEY + "\n" + Fingerprints.digest(seed.getBytes(StandardCharsets.UTF_8))
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static Secret bytes(String text) {
        return Secret.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }
}
