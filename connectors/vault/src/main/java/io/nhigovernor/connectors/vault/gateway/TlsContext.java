package io.nhigovernor.connectors.vault.gateway;

import io.nhigovernor.connectors.parts.keys.Pem;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS towards Vault, of PEM files. */
public final class TlsContext {
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USE = "2.5.29.37.0";
    private static final Map<String, String> SIGNING =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");

    private TlsContext() {}

    static SSLContext of(Endpoint endpoint) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            var keys =
                    endpoint.identity().isPresent() ? keys(endpoint.identity().get()) : null;
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors(endpoint.authorities()));
            context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the files for TLS cannot be used: " + e.getMessage(), e);
        }
    }

    /** Everything that is wrong with the governor's own certificate and key, each at its setting; none where there is no certificate. */
    public static List<String> problems(Endpoint endpoint, Instant now) {
        return endpoint.identity().map(own -> problems(own, now)).orElse(List.of());
    }

    private static List<String> problems(Endpoint.Identity own, Instant now) {
        var problems = new ArrayList<String>();
        Optional<X509Certificate> leaf = leaf(own.chain());
        leaf.ifPresentOrElse(
                found -> unfit(found, now).ifPresent(why -> problems.add("clientChainFile: its certificate " + why)),
                () -> problems.add("clientChainFile: " + own.chain() + " holds no certificate as PEM"));
        try {
            // Of its own kind of key where the certificate cannot say which.
            var algorithm =
                    leaf.map(found -> found.getPublicKey().getAlgorithm()).orElse("EC");
            var key = key(own.key(), algorithm);
            if (leaf.isPresent() && !together(key, leaf.get().getPublicKey())) {
                problems.add("clientKeyFile: not the key of the certificate in clientChainFile");
            }
        } catch (InvalidKeySpecException e) {
            problems.add(
                    leaf.isPresent()
                            ? "clientKeyFile: not the key of the certificate in clientChainFile"
                            : "clientKeyFile: its key cannot be held against a certificate");
        } catch (IOException | GeneralSecurityException e) {
            problems.add("clientKeyFile: " + own.key() + " holds no private key as PKCS#8");
        }
        return problems;
    }

    private static Optional<X509Certificate> leaf(Path chain) {
        try {
            return certificates(chain).stream().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> unfit(X509Certificate leaf, Instant now) {
        if (!now.isBefore(leaf.getNotAfter().toInstant())) {
            return Optional.of("expired at " + leaf.getNotAfter().toInstant());
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            return Optional.of("is good from " + leaf.getNotBefore().toInstant() + " only");
        }
        try {
            var uses = leaf.getExtendedKeyUsage();
            boolean forClients = uses == null || uses.contains(CLIENT_AUTHENTICATION) || uses.contains(ANY_USE);
            return forClients ? Optional.empty() : Optional.of("is not for clients (extended key usage clientAuth)");
        } catch (CertificateParsingException e) {
            return Optional.of("does not say what it is for");
        }
    }

    /** What one signs the other verifies; where it is not known how they sign, a handshake tells. */
    private static boolean together(PrivateKey key, PublicKey open) throws GeneralSecurityException {
        var algorithm = SIGNING.get(open.getAlgorithm());
        if (algorithm == null) {
            return true;
        }
        var message = "of one pair".getBytes(StandardCharsets.US_ASCII);
        var signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(message);
        var verifying = Signature.getInstance(algorithm);
        verifying.initVerify(open);
        verifying.update(message);
        return verifying.verify(signing.sign());
    }

    /** Every certificate of a PEM bundle. */
    public static List<X509Certificate> certificates(Path bundle) throws IOException {
        try (var in = Files.newInputStream(bundle)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IOException(bundle + " holds no certificates as PEM", e);
        }
    }

    private static @Nullable KeyStore anchors(Optional<Path> bundle) throws IOException, GeneralSecurityException {
        if (bundle.isEmpty()) {
            return null;
        }
        var anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        var found = certificates(bundle.get());
        for (int i = 0; i < found.size(); i++) {
            anchors.setCertificateEntry("authority-" + i, found.get(i));
        }
        return anchors;
    }

    private static KeyManagerFactory keys(Endpoint.Identity identity) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var chain = certificates(identity.chain()).toArray(Certificate[]::new);
        store.setKeyEntry("own", key(identity.key(), chain[0].getPublicKey().getAlgorithm()), new char[0], chain);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        return keys;
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException, GeneralSecurityException {
        var text = Files.readString(file, StandardCharsets.US_ASCII);
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(Pem.der(Pem.PRIVATE_KEY, text)));
        } catch (UnusableMaterialException e) {
            throw new IOException(file + " holds no private key as PKCS#8", e);
        }
    }
}
