package io.nhigovernor.connectors.parts.keys;

import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Keys on P-256, as material and back. */
public final class EcKeys {
    private static final int P256_BITS = 256;

    private EcKeys() {}

    /** A fresh key: PKCS#8 DER as the secret part, its SubjectPublicKeyInfo as PEM. */
    public static Material generate() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var der = pair.getPrivate().getEncoded();
            try {
                return new Material(
                        Secret.copyOf(der),
                        Optional.of(Pem.of(Pem.PUBLIC_KEY, pair.getPublic().getEncoded())));
            } finally {
                Arrays.fill(der, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    /** The key named by a public part: the PEM of a key, or of a chain whose first certificate holds it. */
    public static ECPublicKey publicKey(Optional<String> publicPart) throws UnusableMaterialException {
        var text = publicPart.orElseThrow(() -> new UnusableMaterialException("the key has no public part"));
        if (Pem.has(Pem.CERTIFICATE, text)) {
            return p256(chain(text).getFirst().getPublicKey());
        }
        try {
            return p256(
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(Pem.der(Pem.PUBLIC_KEY, text))));
        } catch (GeneralSecurityException e) {
            throw new UnusableMaterialException("the public part is no elliptic-curve key");
        }
    }

    public static ECPrivateKey privateKey(Secret secret) throws UnusableMaterialException {
        var found = secret.use(der -> {
            try {
                return Optional.of(
                        (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
            } catch (GeneralSecurityException e) {
                return Optional.<ECPrivateKey>empty();
            }
        });
        return found.orElseThrow(
                () -> new UnusableMaterialException("the secret part is no elliptic-curve key as PKCS#8"));
    }

    /** The certificates of a PEM chain, leaf first. */
    public static List<X509Certificate> chain(String pem) throws UnusableMaterialException {
        try {
            var found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (found.isEmpty()) {
                throw new UnusableMaterialException("the chain is empty");
            }
            return found.stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new UnusableMaterialException("the chain is not readable");
        }
    }

    private static ECPublicKey p256(PublicKey key) throws UnusableMaterialException {
        if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256_BITS) {
            return ec;
        }
        throw new UnusableMaterialException("only keys on P-256 are supported");
    }
}
