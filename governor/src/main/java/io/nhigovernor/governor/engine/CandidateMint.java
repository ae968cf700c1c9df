package io.nhigovernor.governor.engine;

import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Makes the material of a candidate: it exists in memory only until its delivery has it, and is then wiped. */
final class CandidateMint {
    private static final int SECRET_BYTES = 32;
    private static final int PEM_LINE = 64;

    private final SecureRandom random = new SecureRandom();

    Material make(CredentialKind kind) {
        return switch (kind) {
            case SECRET -> sharedSecret();
            case OIDC_SECRET -> sharedSecret();
            case APPROLE -> sharedSecret();
            case CERTIFICATE -> key();
            case OIDC_KEY -> key();
            // A label only: the verifier says which role of the pair it stands for, and Vault keeps the password.
            case DATABASE -> sharedSecret();
            case PERMISSIONS -> throw new IllegalStateException("permissions are documents, not made here");
        };
    }

    /** 256 random bits as base64url text, so that files and headers carry it as it stands. */
    private Material sharedSecret() {
        byte[] bits = new byte[SECRET_BYTES];
        random.nextBytes(bits);
        byte[] text = Base64.getUrlEncoder().withoutPadding().encode(bits);
        try {
            return Material.ofSecret(Secret.copyOf(text));
        } finally {
            Arrays.fill(bits, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    /** A P-256 key: PKCS#8 as the secret part, its SubjectPublicKeyInfo as PEM beside it. */
    private Material key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = pair.getPrivate().getEncoded();
            try {
                return new Material(
                        Secret.copyOf(encoded), Optional.of(pem(pair.getPublic().getEncoded())));
            } finally {
                Arrays.fill(encoded, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no P-256 keys", e);
        }
    }

    private static String pem(byte[] der) {
        String body = Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }
}
