package io.nhigovernor.samples.estate.accept;

import io.nhigovernor.samples.estate.token.TokenCheck;
import io.nhigovernor.spi.Fingerprint;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One generation that an accept document lists; a disabled one is named in the refusal. */
public record Accepted(Fingerprint fingerprint, boolean enabled, Check check) {
    /** How a presented credential is recognised as this generation. */
    public sealed interface Check {
        /** SHA-256 over salt and secret. */
        record SecretHash(byte[] salt, byte[] hash) implements Check {
            public boolean fits(byte[] secret) {
                try {
                    var digest = MessageDigest.getInstance("SHA-256");
                    digest.update(salt);
                    return MessageDigest.isEqual(hash, digest.digest(secret));
                } catch (NoSuchAlgorithmException e) {
                    throw new IllegalStateException("this Java has no SHA-256", e);
                }
            }
        }

        /** Hexadecimal SHA-256 of the certificate's SubjectPublicKeyInfo. */
        record CertificateKey(String spki) implements Check {}

        record TokenKey(TokenCheck key) implements Check {}
    }
}
