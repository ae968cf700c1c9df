package io.nhigovernor.samples.estate.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS contexts made from PEM files. */
public final class Contexts {
    private Contexts() {}

    /** A client without a certificate. */
    public static SSLContext trusting(X509ExtendedTrustManager trust) throws GeneralSecurityException {
        return context(new KeyManager[0], trust);
    }

    /** A client, or a service, that shows the chain beside {@code key}. */
    public static SSLContext showing(Path key, Path chain, X509ExtendedTrustManager trust)
            throws IOException, GeneralSecurityException {
        return showing(Files.readString(key), Files.readString(chain), trust);
    }

    /** As {@link #showing(Path, Path, X509ExtendedTrustManager)}, of texts. */
    public static SSLContext showing(String key, String chain, X509ExtendedTrustManager trust)
            throws GeneralSecurityException {
        return context(new KeyManager[] {new OwnCertificate(Pem.key(key), Pem.certificates(chain))}, trust);
    }

    /** Trust in the certificates that the authorities of a file signed. */
    public static X509ExtendedTrustManager trust(Path authority) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (var certificate : Pem.certificates(authority)) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static SSLContext context(KeyManager[] keys, TrustManager trust) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {trust}, null);
        return context;
    }
}
