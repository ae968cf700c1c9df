package io.nhigovernor.samples.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nhigovernor.samples.estate.breakage.Breakages;
import io.nhigovernor.samples.estate.count.Counters;
import io.nhigovernor.samples.estate.signal.SignalAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/** The estate's own HTTP interface on loopback: counters to read, breakages to switch, and the end. */
final class ControlApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BODY_LIMIT = 64 * 1024;

    private final Counters counters;
    private final Map<String, SignalAgent> agents;
    private final Breakages breakages;
    private final HttpServer server;
    private final CountDownLatch shutdown = new CountDownLatch(1);

    ControlApi(int port, Counters counters, Map<String, SignalAgent> agents, Breakages breakages, Executor executor)
            throws IOException {
        this.counters = counters;
        this.agents = agents;
        this.breakages = breakages;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 16);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    void awaitShutdown() throws InterruptedException {
        shutdown.await();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Answer(int status, Object body) {
        static final Answer NOTHING_THERE = new Answer(404, Map.of("problem", "nothing there"));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(exchange);
            var body = JSON.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } finally {
            if (exchange.getRequestURI().getPath().equals("/shutdown")
                    && exchange.getRequestMethod().equals("POST")) {
                shutdown.countDown();
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readNBytes(BODY_LIMIT);
        var path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
        var rest = path.length > 1 ? Optional.of(path[1]) : Optional.<String>empty();
        try {
            return switch (exchange.getRequestMethod() + " " + path[0]) {
                case "GET healthz", "POST shutdown" -> new Answer(200, Map.of("status", "ok"));
                case "GET counters" -> counters(rest);
                case "GET breakages" -> new Answer(200, breakages.state());
                case "POST breakages" -> {
                    breakages.on(rest.orElse(""), parameters(body));
                    yield new Answer(200, breakages.state());
                }
                case "DELETE breakages" -> {
                    breakages.off(rest.orElse(""), parameters(body));
                    yield new Answer(200, breakages.state());
                }
                default -> Answer.NOTHING_THERE;
            };
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return new Answer(400, Map.of("problem", String.valueOf(e.getMessage())));
        }
    }

    private Answer counters(Optional<String> identity) {
        if (identity.isPresent()) {
            return counters.of(identity.get())
                    .map(found -> new Answer(200, found))
                    .orElse(Answer.NOTHING_THERE);
        }
        var telemetry = new TreeMap<String, Object>();
        agents.forEach((service, agent) -> telemetry.put(service, agent.tally()));
        return new Answer(
                200,
                Map.of(
                        "identities", counters.ofIdentities(),
                        "services", counters.ofServices(),
                        "telemetry", telemetry));
    }

    private static JsonNode parameters(byte[] body) throws IOException {
        return body.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
    }
}
