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
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS towards Vault, of PEM files. */
public final class TlsContext {
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
