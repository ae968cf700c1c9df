package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.tls.Contexts;
import io.nhigovernor.samples.estate.tls.PeerName;
import io.nhigovernor.samples.estate.tls.Pem;
import io.nhigovernor.spi.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** A client certificate; its own socket factory keeps its connections apart from those of any other generation. */
record HeldCertificate(Fingerprint fingerprint, SSLSocketFactory sockets) implements Presentable {
    static HeldCertificate read(Path folder, Fingerprint fingerprint) throws IOException, GeneralSecurityException {
        var context = Contexts.showing(
                folder.resolve("key.pem"), folder.resolve("chain.pem"), Contexts.trust(folder.resolve("ca.pem")));
        return new HeldCertificate(fingerprint, context.getSocketFactory());
    }

    /** @param chain leaf first; it names the generation */
    static HeldCertificate of(String key, String chain, X509ExtendedTrustManager services)
            throws GeneralSecurityException {
        var leaf = Pem.certificates(chain).getFirst();
        return new HeldCertificate(
                PeerName.of(leaf).fingerprint(),
                Contexts.showing(key, chain, services).getSocketFactory());
    }

    @Override
    public void presentOn(HttpsURLConnection call, String service, Instant now) {
        call.setSSLSocketFactory(sockets);
    }
}
