package io.nhigovernor.connectors.vault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.Pem;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** A real HTTPS service that takes clients whose certificate leads to a mount's root, and is not on its revocation list. */
final class TlsParty implements AutoCloseable {
    /** Serials of the callers that were let in, hexadecimal. */
    final List<String> served = Collections.synchronizedList(new ArrayList<>());

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    TlsParty(PkiMount pki) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        var context = context(pki);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", this::serve);
        server.start();
    }

    RelyingParty party() {
        return new RelyingParty(
                "ledger", URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/login"));
    }

    private void serve(HttpExchange exchange) throws IOException {
        var peer = (X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0];
        served.add(peer.getSerialNumber().toString(16));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private static SSLContext context(PkiMount pki) throws Exception {
        var own = pki.must(
                "issue/server",
                Map.of("common_name", "localhost", "ip_sans", "127.0.0.1", "private_key_format", "pkcs8"));
        // It never leaves memory: the other kind would derive a key from the empty password, ten thousand times over.
        var store = KeyStore.getInstance("JKS");
        store.load(null, null);
        var key = EcKeys.privateKey(
                Secret.copyOf(Pem.der(Pem.PRIVATE_KEY, own.path("private_key").asText())));
        var leaf = EcKeys.chain(own.path("certificate").asText()).getFirst();
        store.setKeyEntry("own", key, new char[0], new Certificate[] {leaf});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("root", pki.root);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        var context = SSLContext.getInstance("TLS");
        context.init(
                keys.getKeyManagers(),
                new TrustManager[] {new Unrevoked(pki, (X509TrustManager) trust.getTrustManagers()[0])},
                null);
        return context;
    }

    /** Fetches the list anew for every caller. */
    private record Unrevoked(PkiMount pki, X509TrustManager chainOnly) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            chainOnly.checkClientTrusted(chain, type);
            try {
                if (pki.revocations().isRevoked(chain[0])) {
                    throw new CertificateException("revoked");
                }
            } catch (CertificateException e) {
                throw e;
            } catch (Exception e) {
                throw new CertificateException(e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return chainOnly.getAcceptedIssuers();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
