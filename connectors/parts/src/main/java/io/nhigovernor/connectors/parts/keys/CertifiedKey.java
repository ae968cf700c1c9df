package io.nhigovernor.connectors.parts.keys;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A key that has, or is to get, a certificate. The governor makes keys on P-256 only; one that was certified before it came may
 * be of any kind that this Java knows.
 */
public final class CertifiedKey {
    private static final int FINGERPRINT_CHARACTERS = 32;
    private static final int CHALLENGE_BYTES = 32;

    private CertifiedKey() {}

    /** Of the key, so that it is the same before and after signing. */
    public static Fingerprint fingerprint(Material material) throws UnusableMaterialException {
        return new Fingerprint("spki:" + spki(material).substring(0, FINGERPRINT_CHARACTERS));
    }

    /** Hexadecimal SHA-256 of the SubjectPublicKeyInfo. */
    public static String spki(Material material) throws UnusableMaterialException {
        return spki(publicKey(material));
    }

    /** Hexadecimal SHA-256 of the SubjectPublicKeyInfo. */
    public static String spki(PublicKey key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    public static PublicKey publicKey(Material material) throws UnusableMaterialException {
        var chain = chain(material);
        return chain.isPresent() ? chain.get().getFirst().getPublicKey() : EcKeys.publicKey(material.publicPart());
    }

    public static PrivateKey privateKey(Material material) throws UnusableMaterialException {
        var algorithm = publicKey(material).getAlgorithm();
        var found = material.secret().use(der -> {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
            } catch (GeneralSecurityException e) {
                return Optional.<PrivateKey>empty();
            }
        });
        return found.orElseThrow(
                () -> new UnusableMaterialException("the secret part is no " + algorithm + " key as PKCS#8"));
    }

    /** Leaf first; empty while there is only the key. */
    public static Optional<List<X509Certificate>> chain(Material material) throws UnusableMaterialException {
        var text = material.publicPart().filter(part -> Pem.has(Pem.CERTIFICATE, part));
        return text.isPresent() ? Optional.of(EcKeys.chain(text.get())) : Optional.empty();
    }

    /** Whether the private and the public part belong together. */
    public static boolean fits(Material material) throws UnusableMaterialException {
        var key = publicKey(material);
        var algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            case String other -> other;
        };
        var challenge = new byte[CHALLENGE_BYTES];
        new SecureRandom().nextBytes(challenge);
        try {
            var signing = Signature.getInstance(algorithm);
            signing.initSign(privateKey(material));
            signing.update(challenge);
            var signed = signing.sign();
            signing.initVerify(key);
            signing.update(challenge);
            return signing.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
