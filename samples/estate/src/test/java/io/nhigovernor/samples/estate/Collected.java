package io.nhigovernor.samples.estate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Stands where the governor's signal endpoint would: takes batches, or refuses them as told. */
public final class Collected implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<JsonNode> events = new ArrayList<>();
    private final List<JsonNode> turnedAway = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private volatile int status = 202;

    public Collected() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/signals", this::take);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on every batch is answered with this. */
    public void answers(int wanted) {
        status = wanted;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var batch = JSON.readTree(exchange.getRequestBody().readAllBytes());
            int now = status;
            synchronized (this) {
                requests.add(exchange.getRequestHeaders().getFirst("Content-Type") + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
                batch.forEach((now / 100 == 2 ? events : turnedAway)::add);
            }
            if (now == 503) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            exchange.sendResponseHeaders(now, -1);
        }
    }

    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    public synchronized List<JsonNode> signals() {
        return of(events, "nhi-governor.signal.v1");
    }

    public synchronized List<JsonNode> turnedAway() {
        return of(turnedAway, "nhi-governor.signal.v1");
    }

    public synchronized List<JsonNode> heartbeats() {
        return of(events, "nhi-governor.heartbeat.v1");
    }

    /** Signals whose data satisfy a condition. */
    public List<JsonNode> signals(Predicate<JsonNode> condition) {
        return signals().stream()
                .filter(event -> condition.test(event.path("data")))
                .toList();
    }

    private static List<JsonNode> of(List<JsonNode> events, String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
