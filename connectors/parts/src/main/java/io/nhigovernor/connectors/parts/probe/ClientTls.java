package io.nhigovernor.connectors.parts.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The client side of TLS for one login: trusts the given authorities only, and knows whether our certificate was sent. */
final class ClientTls {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
    // RFC 8446 §6.2: the alerts by which a server speaks about its peer's certificate.
    private static final Set<String> ABOUT_OUR_CERTIFICATE = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "certificate_required");

    private static final int HTTPS_PORT = 443;

    private final SSLContext context;
    private final AtomicBoolean presented;

    private ClientTls(SSLContext context, AtomicBoolean presented) {
        this.context = context;
        this.presented = presented;
    }

    static ClientTls of(List<X509Certificate> authorities, Optional<ClientIdentity> identity) {
        var presented = new AtomicBoolean();
        try {
            var anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                anchors.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            var context = SSLContext.getInstance("TLS");
            context.init(
                    identity.map(own -> new KeyManager[] {new OneIdentity(own, presented)})
                            .orElseGet(() -> new KeyManager[0]),
                    trust.getTrustManagers(),
                    null);
            return new ClientTls(context, presented);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    SSLContext context() {
        return context;
    }

    /** The alert by which the server refused our certificate, if that is what this failure is. */
    Optional<String> refusal(Throwable failure) {
        if (!presented.get()) {
            return Optional.empty();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var alert = ALERT.matcher(String.valueOf(cause.getMessage()));
            if (alert.find()
                    && (ABOUT_OUR_CERTIFICATE.contains(alert.group(1))
                            || alert.group(1).equals("handshake_failure"))) {
                return Optional.of(alert.group(1));
            }
        }
        return Optional.empty();
    }

    /**
     * Many servers refuse a certificate by hanging up, and their alert may be lost with the connection; after a request that
     * looks like a server that failed. So shake hands once more and ask for nothing: a server that took the certificate waits
     * for a request, and one that hangs up now does so because of the certificate.
     */
    Optional<String> hangUp(URI address, Duration timeout) {
        if (!presented.getAndSet(false)) {
            return Optional.empty();
        }
        int millis = Math.toIntExact(timeout.toMillis());
        int port = address.getPort() < 0 ? HTTPS_PORT : address.getPort();
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(address.getHost(), port), millis);
            plain.setSoTimeout(millis);
            try (var socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, address.getHost(), port, true)) {
                socket.startHandshake();
                return socket.getInputStream().read() < 0 ? hungUp() : Optional.empty();
            }
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            return presented.get() ? refusal(e).or(ClientTls::hungUp) : Optional.empty();
        }
    }

    private static Optional<String> hungUp() {
        return Optional.of("hung up on it");
    }

    /** Presents one identity, whatever issuers the server names: the refusal shall be the server's. */
    private static final class OneIdentity extends X509ExtendedKeyManager {
        private static final String ALIAS = "own";

        private final ClientIdentity identity;
        private final AtomicBoolean presented;

        OneIdentity(ClientIdentity identity, AtomicBoolean presented) {
            this.identity = identity;
            this.presented = presented;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            presented.set(true);
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            presented.set(true);
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.key();
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
