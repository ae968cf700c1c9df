package io.nhigovernor.proofs.kills.vault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A real HTTPS service that takes secrets and certificates, by what Vault says at that moment. */
final class Party implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Acceptance acceptance;

    Party(Backends backends) throws Exception {
        acceptance = new Acceptance(backends);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        var context = context(backends);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var wanted = context.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", this::serve);
        server.start();
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/login");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(taken((HttpsExchange) exchange) ? 204 : 401, -1);
        }
    }

    private boolean taken(HttpsExchange exchange) {
        var header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header != null) {
            var pair =
                    new String(Base64.getDecoder().decode(header.replaceFirst("Basic ", "")), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return acceptance.secret(pair.substring(0, colon).replaceFirst(".*/", ""), pair.substring(colon + 1));
        }
        try {
            return acceptance.certificate(
                    (X509Certificate) exchange.getSSLSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    private static SSLContext context(Backends backends) throws Exception {
        var own = backends.http()
                .must(
                        "pki/issue/party",
                        Map.of("common_name", "localhost", "ip_sans", "127.0.0.1", "private_key_format", "pkcs8"))
                .data();
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var pem = own.path("private_key").asText();
        var key = java.security.KeyFactory.getInstance("EC")
                .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(Pem.der(Pem.PRIVATE_KEY, pem)));
        var leaf = EcKeys.chain(own.path("certificate").asText()).getFirst();
        store.setKeyEntry("own", key, new char[0], new Certificate[] {leaf});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new Anybody(backends.root)}, null);
        return context;
    }

    /** Lets everybody finish the handshake: who is refused is told so by a status, not by an alert. */
    private record Anybody(X509Certificate root) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // Judged with the request.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {root};
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
