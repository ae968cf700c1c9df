package io.nhigovernor.connectors.vault.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.jopenlibs.vault.rest.Rest;
import io.github.jopenlibs.vault.rest.RestException;
import io.github.jopenlibs.vault.rest.RestResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLHandshakeException;

/**
 * Every request to Vault, over one HTTP client that all calls share: through the driver's own client, but for what that lacks.
 * Nothing is ever tried twice behind a caller's back, except that a token Vault does not know any more is exchanged once: such a
 * request was refused before it had any effect. The driver's {@code Logical} is left alone: it deletes all versions where one is meant, and tells
 * refusals as empty answers.
 */
public final class VaultGateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LATER = Duration.ofSeconds(1);

    private final Endpoint endpoint;
    private final HttpClient client;
    private final Session session;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    /** @throws IOException if the files for TLS cannot be used; Vault itself is not asked yet */
    public VaultGateway(Endpoint endpoint, Login login, InstantSource clock) throws IOException {
        this.endpoint = endpoint;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .sslContext(TlsContext.of(endpoint))
                .build();
        this.session = new Session(this, login, clock);
    }

    /** @param path without {@code /v1/} */
    public Answer read(String path, Deadline deadline) {
        return known(token -> request(token, path).get(), deadline);
    }

    /** One version of a secret of KV v2. */
    public Answer readVersion(String path, long version, Deadline deadline) {
        return known(
                token -> request(token, path)
                        .parameter("version", Long.toString(version))
                        .get(),
                deadline);
    }

    public Answer list(String path, Deadline deadline) {
        return known(token -> request(token, path).parameter("list", "true").get(), deadline);
    }

    public Answer write(String path, JsonNode body, Deadline deadline) {
        return known(token -> request(token, path).body(bytes(body)).post(), deadline);
    }

    /** Changes the fields that are named and no other (RFC 7396): null takes one away. The driver knows no such request. */
    public Answer patch(String path, JsonNode body, Deadline deadline) {
        return known(token -> patched(token, path, bytes(body)), deadline);
    }

    Answer readAs(String token, String path, Deadline deadline) {
        return within(() -> request(Optional.of(token), path).get(), deadline);
    }

    /** As somebody else. */
    public Answer writeAs(String token, String path, JsonNode body, Deadline deadline) {
        return within(() -> request(Optional.of(token), path).body(bytes(body)).post(), deadline);
    }

    /** An empty object to be filled and sent. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** One try at becoming known as somebody; the token that comes of it is the caller's to revoke. */
    Answer login(String mount, ObjectNode body, Deadline deadline) {
        return within(
                () -> request(Optional.empty(), "auth/" + mount + "/login")
                        .body(bytes(body))
                        .post(),
                deadline);
    }

    @Override
    public void close() {
        calls.shutdownNow();
        client.shutdownNow();
        client.close();
    }

    private Answer known(Request request, Deadline deadline) {
        return switch (session.held(deadline)) {
            case Session.None none -> none.why();
            case Session.Token token -> {
                var answer = within(() -> request.with(Optional.of(token.value())), deadline);
                yield answer instanceof Answer.Refused refused && refused.status() == 403
                        ? session.exchanged(token, deadline)
                                .map(held -> again(request, held, deadline))
                                .orElse(answer)
                        : answer;
            }
        };
    }

    private Answer again(Request request, Session.Held held, Deadline deadline) {
        return switch (held) {
            case Session.None none -> none.why();
            case Session.Token token -> within(() -> request.with(Optional.of(token.value())), deadline);
        };
    }

    /** Knows neither deadline nor outcome. */
    @FunctionalInterface
    private interface Request {
        RestResponse with(Optional<String> token) throws RestException, IOException, InterruptedException;
    }

    @FunctionalInterface
    private interface Sending {
        RestResponse send() throws RestException, IOException, InterruptedException;
    }

    private Rest request(Optional<String> token, String path) {
        var rest = new Rest(client).url(url(path));
        headers(token, rest::header);
        return rest;
    }

    private RestResponse patched(Optional<String> token, String path, byte[] body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url(path)))
                .method("PATCH", BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/merge-patch+json");
        headers(token, request::header);
        var response = client.send(request.build(), BodyHandlers.ofByteArray());
        return new RestResponse(response.statusCode(), "application/json", response.body());
    }

    private String url(String path) {
        return endpoint.address() + "/v1/" + path;
    }

    private void headers(Optional<String> token, BiConsumer<String, String> header) {
        header.accept("X-Vault-Request", "true");
        token.ifPresent(value -> header.accept("X-Vault-Token", value));
        endpoint.namespace().ifPresent(value -> header.accept("X-Vault-Namespace", value));
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Answer within(Sending sending, Deadline deadline) {
        Future<RestResponse> running;
        try {
            running = calls.submit(sending::send);
        } catch (RejectedExecutionException e) {
            return new Answer.Busy("the connector was closed", LATER);
        }
        try {
            return answer(running.get(deadline.leftNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            running.cancel(true);
            return new Answer.Lost("no answer in time");
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer.Lost("interrupted");
        } catch (ExecutionException e) {
            return failed(e);
        }
    }

    private static Answer answer(RestResponse response) {
        return switch (response.getStatus()) {
            case 200, 202, 204 -> new Answer.Found(body(response));
            case 404 ->
                Complaint.of(errors(response)) == Complaint.NOTHING_MOUNTED
                        ? new Answer.Refused(404, Complaint.NOTHING_MOUNTED)
                        : new Answer.Absent(body(response));
            case 307 -> new Answer.Busy("a standby answered, which sends elsewhere", LATER);
            case 412 -> new Answer.Busy("Vault has not caught up with an earlier write", LATER);
            case 429 -> new Answer.Busy("Vault throttles, or is a standby", LATER);
            case 472, 473 -> new Answer.Busy("Vault is a standby", LATER);
            case 501 -> new Answer.Refused(501, Complaint.of(errors(response)));
            case 503 ->
                errors(response).contains("sealed")
                        ? new Answer.Busy("Vault is sealed", LATER)
                        : new Answer.Lost("Vault answered 503");
            default -> refused(response);
        };
    }

    /** Some refusals come as 500; of any other 500 nobody knows what was done before it. */
    private static Answer refused(RestResponse response) {
        var complaint = Complaint.of(errors(response));
        if (complaint == Complaint.STARTING || complaint == Complaint.NO_LEADER) {
            return new Answer.Busy(complaint.words(), LATER);
        }
        return response.getStatus() / 100 == 4 || complaint != Complaint.OTHER
                ? new Answer.Refused(response.getStatus(), complaint)
                : new Answer.Lost("Vault answered " + response.getStatus());
    }

    private static JsonNode body(RestResponse response) {
        try {
            var body = response.getBody();
            return body == null || body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String errors(RestResponse response) {
        return body(response).path("errors").toString();
    }

    /** Of a failure its kind only: its text may repeat what was sent. */
    private Answer failed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof HttpConnectTimeoutException
                    || cause instanceof UnresolvedAddressException) {
                return new Answer.Busy("Vault cannot be reached", LATER);
            }
            // No request is read before both sides are content.
            if (cause instanceof SSLHandshakeException) {
                return new Answer.Busy("Vault and the governor do not trust each other's certificate", LATER);
            }
        }
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // With TLS 1.3 a client hears only after its first request that its certificate was not taken, or just finds
        // the end.
        return new Answer.Lost("the connection failed: " + root.getClass().getSimpleName()
                + (endpoint.address().getScheme().equals("https")
                        ? "; so it does where Vault does not take the governor's certificate"
                        : ""));
    }
}
