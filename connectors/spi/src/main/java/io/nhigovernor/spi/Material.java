package io.nhigovernor.spi;

import java.util.Optional;

/**
 * What a verb carries of one generation. The secret part is the shared secret's bytes, or a private key as PKCS#8 DER. The
 * public part is text: the key's SubjectPublicKeyInfo as PEM while only the key exists, then the certificate chain as PEM;
 * a shared secret has none. Closing wipes the secret part.
 */
public record Material(Secret secret, Optional<String> publicPart) implements AutoCloseable {
    public static Material ofSecret(Secret secret) {
        return new Material(secret, Optional.empty());
    }

    /** The same secret (a copy with its own life) with another public part: how a chain is joined to its key. */
    public Material joinedWith(String chain) {
        return new Material(secret.copy(), Optional.of(chain));
    }

    public Material copy() {
        return new Material(secret.copy(), publicPart);
    }

    @Override
    public void close() {
        secret.close();
    }
}
