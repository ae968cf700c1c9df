package io.nhigovernor.samples.estate.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.samples.estate.tls.PeerName;
import io.nhigovernor.samples.estate.tls.Pem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** A client of Vault for reading KV v2 and logging in by AppRole. Safe for many threads; its errors hold no body. */
public final class VaultClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
    /** How Vault says that it does not know this secret id, or no longer. */
    private static final String NOT_ACCEPTED = "invalid role or secret ID";

    private final URI address;
    private final String token;
    private final HttpClient http;
    private final Map<String, Role> roles = new ConcurrentHashMap<>();

    /** @param token with which everything but logins is asked */
    public VaultClient(URI address, String token, Executor executor) {
        this.address = address;
        this.token = token;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WITHIN)
                .executor(executor)
                .build();
    }

    /** An AppRole, and the id of it that callers were configured with. */
    public record Role(String mount, String name, String id) {}

    private record Answer(int status, JsonNode body) {
        boolean good() {
            return status / 100 == 2;
        }
    }

    /** The fields of the newest version; empty if there is none. */
    public Optional<JsonNode> secret(String mount, String path) throws IOException {
        var answer = ask("GET", mount + "/data/" + path, Map.of());
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(good(answer, path).path("data").path("data"));
    }

    /** @throws IOException if it was never written, or cannot be asked */
    public long version(String mount, String path) throws IOException {
        return good(ask("GET", mount + "/metadata/" + path, Map.of()), path)
                .path("data")
                .path("current_version")
                .asLong();
    }

    /** Serials that any issuer of a PKI mount lists as revoked, as anybody may read them. */
    public Set<String> revoked(String mount) throws IOException {
        var revoked = new HashSet<String>();
        for (var issuer : good(ask("LIST", mount + "/issuers", Map.of()), mount)
                .path("data")
                .path("keys")) {
            var list = good(ask("GET", mount + "/issuer/" + issuer.asText() + "/crl", Map.of()), mount)
                    .path("data")
                    .path("crl")
                    .asText();
            try {
                var entries = Pem.revocations(list).getRevokedCertificates();
                if (entries != null) {
                    entries.forEach(entry -> revoked.add(PeerName.serial(entry.getSerialNumber())));
                }
            } catch (GeneralSecurityException e) {
                throw new IOException("no revocation list of " + mount, e);
            }
        }
        return revoked;
    }

    /** With its id, which does not change while this runs. */
    public Role role(String mount, String name) throws IOException {
        var key = mount + "/" + name;
        var known = roles.get(key);
        if (known != null) {
            return known;
        }
        var answer = good(ask("GET", "auth/" + mount + "/role/" + name + "/role-id", Map.of()), name);
        var role = new Role(mount, name, answer.path("data").path("role_id").asText());
        roles.put(key, role);
        return role;
    }

    /** User and password that a static role of a database mount stands for now. */
    public JsonNode staticRole(String mount, String role) throws IOException {
        return good(ask("GET", mount + "/static-creds/" + role, Map.of()), role).path("data");
    }

    /** What Vault knows about a secret id; empty if it does not know it. */
    public Optional<JsonNode> secretId(Role role, String secretId) throws IOException {
        var answer = ask(
                "POST",
                "auth/" + role.mount() + "/role/" + role.name() + "/secret-id/lookup",
                Map.of("secret_id", secretId));
        // An unknown one is answered by nothing at all.
        return answer.status() == 204 || answer.status() == 404
                ? Optional.empty()
                : Optional.of(good(answer, role.name()).path("data"));
    }

    /** One login, whose token nobody uses: its time to live ends it. */
    public CallResult login(Role role, String secretId) {
        try {
            var answer = send(request("auth/" + role.mount() + "/login")
                    .POST(BodyPublishers.ofByteArray(
                            JSON.writeValueAsBytes(Map.of("role_id", role.id(), "secret_id", secretId))))
                    .build());
            if (answer.good()) {
                return CallResult.OK;
            }
            return answer.body().path("errors").toString().contains(NOT_ACCEPTED)
                    ? CallResult.FAIL
                    : CallResult.EXCLUDED;
        } catch (ConnectException e) {
            return CallResult.REFUSED;
        } catch (IOException e) {
            return CallResult.EXCLUDED;
        }
    }

    private Answer ask(String method, String path, Map<String, String> body) throws IOException {
        return send(request(path)
                .header("X-Vault-Token", token)
                .method(
                        method,
                        body.isEmpty()
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve("/v1/" + path))
                .timeout(ANSWER_WITHIN)
                .header("X-Vault-Request", "true");
    }

    private Answer send(HttpRequest request) throws IOException {
        try {
            var response = http.send(request, BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static JsonNode good(Answer answer, String what) throws IOException {
        if (!answer.good()) {
            throw new IOException("Vault answers " + answer.status() + " about " + what);
        }
        return answer.body();
    }
}
