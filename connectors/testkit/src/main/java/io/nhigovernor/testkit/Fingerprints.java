package io.nhigovernor.testkit;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How the in-memory backend names a generation: by its public key while there is one (with or without a chain before it), by
 * the minted text if the verifier made it, else by the secret bytes. Plain digests, so the same on every run.
 */
public final class Fingerprints {
    static final String PUBLIC_KEY = "-----BEGIN PUBLIC KEY-----";

    private Fingerprints() {}

    public static Fingerprint of(Material material) {
        return material.publicPart()
                .map(text -> new Fingerprint("pub:" + digest(keyOf(text).strip().getBytes(StandardCharsets.UTF_8))))
                .orElseGet(() -> new Fingerprint("sec:" + material.secret().use(Fingerprints::digest)));
    }

    /** The public key inside a key or a chain; all of the text if there is none. */
    static String keyOf(String publicPart) {
        return publicPart.substring(Math.max(0, publicPart.indexOf(PUBLIC_KEY)));
    }

    static String digest(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
