package io.nhigovernor.testkit.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Vault's own words, for setting up a test and for looking behind the product's back. Paths are without the leading {@code
 * /v1/}. Every answer is a value; only a connection that breaks is an {@link UncheckedIOException}.
 */
public final class VaultHttp {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration CALL_MAX = Duration.ofSeconds(30);

    private final HttpClient client;
    private final URI address;
    private final Optional<String> token;

    private VaultHttp(HttpClient client, URI address, Optional<String> token) {
        this.client = client;
        this.address = address;
        this.token = token;
    }

    /** Without a token. {@code authority} is a PEM file with the one certificate to trust, if the address has TLS. */
    static VaultHttp to(URI address, Optional<Path> authority) {
        var builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_MAX);
        authority.map(VaultHttp::trusting).ifPresent(builder::sslContext);
        return new VaultHttp(builder.build(), address, Optional.empty());
    }

    /** The same server, asked with another token. */
    public VaultHttp with(String otherToken) {
        return new VaultHttp(client, address, Optional.of(otherToken));
    }

    public VaultAnswer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    public VaultAnswer list(String path) {
        return send("LIST", path, BodyPublishers.noBody());
    }

    public VaultAnswer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    /** {@code body} is anything that Jackson writes as an object. */
    public VaultAnswer post(String path, Map<String, ?> body) {
        return send("POST", path, BodyPublishers.ofByteArray(written(body)));
    }

    /** Changes the fields of {@code body} only (RFC 7396). */
    public VaultAnswer patch(String path, Map<String, ?> body) {
        return send("PATCH", path, BodyPublishers.ofByteArray(written(body)));
    }

    /**
     * As {@link #post}, for setting up.
     *
     * @throws IllegalStateException unless it was well received; with the status and Vault's errors
     */
    public VaultAnswer must(String path, Map<String, ?> body) {
        var answer = post(path, body);
        if (!answer.good()) {
            throw new IllegalStateException("Vault answered " + answer.status() + " to " + path + ": "
                    + answer.body().path("errors"));
        }
        return answer;
    }

    private VaultAnswer send(String method, String path, BodyPublisher body) {
        var request = HttpRequest.newBuilder(address.resolve("/v1/" + path))
                .timeout(CALL_MAX)
                .header("X-Vault-Request", "true")
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, body);
        token.ifPresent(value -> request.header("X-Vault-Token", value));
        try {
            var response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new VaultAnswer(response.statusCode(), read(response.body()));
        } catch (IOException broken) {
            throw new UncheckedIOException(method + " " + path, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Vault", interrupted);
        }
    }

    private static JsonNode read(byte[] body) throws IOException {
        return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    }

    private static byte[] written(Map<String, ?> body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static SSLContext trusting(Path authority) {
        try (var content = Files.newInputStream(authority)) {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(content));
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
