package io.nhigovernor.samples.estate.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts what its authority trusts and its pins allow. A refusal in the handshake never becomes a request, so it is told
 * here or nowhere.
 */
public final class TellingTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authority;
    private final Predicate<PeerName> pins;
    private final BiConsumer<PeerName, String> refused;

    /**
     * @param pins which client certificates of the authority are trusted
     * @param refused told of every client certificate that is not, and why
     */
    public TellingTrust(
            X509ExtendedTrustManager authority, Predicate<PeerName> pins, BiConsumer<PeerName, String> refused) {
        this.authority = authority;
        this.pins = pins;
        this.refused = refused;
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private void client(X509Certificate[] chain, Check check) throws CertificateException {
        var peer = PeerName.of(chain[0]);
        try {
            check.run();
        } catch (CertificateException e) {
            refused.accept(peer, "untrusted-certificate");
            throw e;
        }
        if (!pins.test(peer)) {
            refused.accept(peer, "pinned-trust");
            throw new CertificateException("certificate is not among the pinned ones");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        client(chain, () -> authority.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        client(chain, () -> authority.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        client(chain, () -> authority.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        authority.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        authority.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        authority.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authority.getAcceptedIssuers();
    }
}
