package io.nhigovernor.connectors.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.Pem;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** A real HTTPS service of this machine that accepts what an accept document lists, reading it anew at every login. */
final class SampleParty implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    volatile boolean drops;
    private final Path accept;
    private final CredentialKind kind;
    private final String credential;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    SampleParty(Path home, LocalEnrolment enrolment, CredentialKind kind, String credential, String... protocols)
            throws Exception {
        this.accept = home.resolve("accept").resolve(credential.replace('/', '~') + ".json");
        this.kind = kind;
        this.credential = credential;
        var own = home.resolve("servers/sample");
        enrolment.issueServerCertificate(own);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.setHttpsConfigurator(configurator(tls(own), protocols));
        server.createContext("/", this::serve);
        server.start();
    }

    RelyingParty party() {
        return new RelyingParty(
                "sample", URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/login"));
    }

    private HttpsConfigurator configurator(SSLContext context, String... protocols) {
        return new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(kind == CredentialKind.CERTIFICATE);
                if (protocols.length > 0) {
                    wanted.setProtocols(protocols);
                }
                parameters.setSSLParameters(wanted);
            }
        };
    }

    private SSLContext tls(Path own) throws Exception {
        // It never leaves memory: the other kind would derive a key from the empty password, ten thousand times over.
        var store = KeyStore.getInstance("JKS");
        store.load(null, null);
        var chain = EcKeys.chain(Files.readString(own.resolve("chain.pem")));
        var der = Pem.der(Pem.PRIVATE_KEY, Files.readString(own.resolve("key.pem")));
        store.setKeyEntry(
                "own", EcKeys.privateKey(Secret.copyOf(der)), new char[0], chain.toArray(X509Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry(
                "ca", EcKeys.chain(Files.readString(own.resolve("ca.pem"))).getFirst());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        var context = SSLContext.getInstance("TLS");
        context.init(
                keys.getKeyManagers(),
                new TrustManager[] {listed((X509TrustManager) trust.getTrustManagers()[0])},
                null);
        return context;
    }

    /** Trusts a client whose chain leads to the authority and whose key is listed as enabled. */
    private X509TrustManager listed(X509TrustManager chainOnly) {
        return new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type)
                    throws java.security.cert.CertificateException {
                chainOnly.checkClientTrusted(chain, type);
                try {
                    var spki = HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(chain[0].getPublicKey().getEncoded()));
                    if (enabled().stream()
                            .noneMatch(node -> node.path("spki").asText().equals(spki))) {
                        throw new java.security.cert.CertificateException("not listed");
                    }
                } catch (IOException | java.security.NoSuchAlgorithmException e) {
                    throw new java.security.cert.CertificateException(e);
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
        };
    }

    private List<JsonNode> enabled() throws IOException {
        var found = new ArrayList<JsonNode>();
        for (var node : JSON.readTree(Files.readAllBytes(accept)).path("generations")) {
            if (node.path("status").asText().equals("enabled")) {
                found.add(node);
            }
        }
        return found;
    }

    private void serve(HttpExchange exchange) throws IOException {
        seen.add(exchange.getRequestHeaders().getFirst("X-Caller") + " "
                + exchange.getRequestHeaders().getFirst("X-Governor-Probe"));
        if (drops) {
            throw new IOException("dropped on purpose");
        }
        int status;
        try {
            status = knows(exchange) ? 204 : 401;
        } catch (Exception e) {
            status = 500;
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private boolean knows(HttpExchange exchange) throws Exception {
        var authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return switch (kind) {
            case SECRET -> knowsSecret(authorization);
            case OIDC_KEY -> knowsAssertion(authorization);
            default -> true;
        };
    }

    private boolean knowsSecret(String authorization) throws Exception {
        var pair = new String(
                Base64.getDecoder().decode(authorization.substring("Basic ".length())), StandardCharsets.UTF_8);
        var value = pair.substring(credential.length() + 1).getBytes(StandardCharsets.UTF_8);
        for (var node : enabled()) {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(Base64.getUrlDecoder().decode(node.path("salt").asText()));
            var hash = Base64.getUrlDecoder().decode(node.path("hash").asText());
            if (pair.startsWith(credential + ":") && MessageDigest.isEqual(hash, digest.digest(value))) {
                return true;
            }
        }
        return false;
    }

    private boolean knowsAssertion(String authorization) throws Exception {
        var jwt = SignedJWT.parse(authorization.substring("Bearer ".length()));
        var listed = JWKSet.parse(
                JSON.readTree(Files.readAllBytes(accept)).path("jwks").toString());
        var key = listed.getKeyByKeyId(jwt.getHeader().getKeyID());
        var claims = jwt.getJWTClaimsSet();
        return key != null
                && jwt.verify(new ECDSAVerifier(key.toECKey()))
                && claims.getSubject().equals(credential)
                && claims.getIssuer().equals(credential)
                && claims.getAudience().equals(List.of("sample"))
                && claims.getExpirationTime().getTime() - claims.getIssueTime().getTime() == 60_000;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
