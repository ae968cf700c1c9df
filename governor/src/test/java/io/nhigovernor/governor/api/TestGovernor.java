package io.nhigovernor.governor.api;

import io.nhigovernor.governor.intake.Counters;
import io.nhigovernor.governor.intake.SignalIntake;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The real HTTP interface over the fake engine, on a free loopback port. */
public final class TestGovernor implements AutoCloseable {
    public static final String OPERATOR = "operator-token-value";
    public static final String APPROVER = "approver-token-value";
    public static final String READER = "reader-token-value";
    public static final String REPORTER = "reporter-token-value";
    public final FakeOperations operations = new FakeOperations();
    public final MemoryRequestLog requests = new MemoryRequestLog(100);
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ApiServer server;
    volatile String export = "{\"sequence\":1}\n{\"sequence\":2}\n";

    public TestGovernor() {
        this(new Listen("127.0.0.1", 0, Optional.empty(), Duration.ofMillis(100), Duration.ofMillis(500)));
    }

    public TestGovernor(Listen listen) {
        ApiPorts ports = new ApiPorts(
                operations,
                new LedgerExporter() {
                    @Override
                    public void export(java.io.OutputStream out) throws IOException {
                        if (export.isEmpty()) {
                            throw new IOException("the store is gone");
                        }
                        out.write(export.getBytes(StandardCharsets.UTF_8));
                    }

                    @Override
                    public String publicKey() {
                        return "the public key\n";
                    }
                },
                requests,
                new SignalIntake(operations, new Counters()),
                new TokenBook(List.of(
                        token("alice", OPERATOR, new Scope.Operate()),
                        token("bob", APPROVER, new Scope.Approve()),
                        token("carol", READER, new Scope.Read()),
                        token("estate-agent", REPORTER, new Scope.Signal("estate")))),
                Clock.fixed(Samples.NOW, ZoneOffset.UTC));
        this.server = ApiServer.start(vertx, listen, ports)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static Token token(String name, String value, Scope scope) {
        return new Token(name, Set.of(scope), TokenBook.digest(value), Set.of("billing", "orders"));
    }

    public int port() {
        return server.port();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
    }

    public HttpResponse<String> get(String token, String path) {
        return send(request(token, path).GET());
    }

    public HttpResponse<String> post(String token, String path, String body, String... headers) {
        HttpRequest.Builder request = request(token, path).POST(HttpRequest.BodyPublishers.ofString(body));
        boolean typed = false;
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
            typed |= headers[i].equalsIgnoreCase("Content-Type");
        }
        return send(typed ? request : request.header("Content-Type", "application/json"));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
