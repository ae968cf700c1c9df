package io.nhigovernor.governor.api;

import io.nhigovernor.governor.engine.Operations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every route there is. */
final class Routes {
    private static final String OPENAPI = "/openapi.json";

    private Routes() {}

    static List<Route> all(ApiPorts ports, Vertx vertx, Duration heartbeat) {
        Operations operations = ports.operations();
        String openapi = openapi();
        List<Route> routes = new ArrayList<>();
        routes.addAll(new DocumentRoutes(operations).routes());
        routes.addAll(new RolloutRoutes(operations).routes());
        routes.addAll(new DriftRoutes(operations).routes());
        routes.addAll(new LedgerRoutes(operations, ports.ledger(), vertx).routes());
        routes.addAll(new EventRoutes(operations, vertx, heartbeat).routes());
        routes.addAll(new SignalRoutes(ports.signals(), ports.clock(), vertx).routes());
        routes.add(Route.get(
                "/v1/schedules",
                Need.READ,
                Set.of(),
                ask -> Orders.ask(operations.schedules())
                        .map(schedules -> Reply.json(200, new Page<>(schedules, java.util.Optional.empty())))));
        routes.add(Route.get(
                "/v1/health",
                Need.READ,
                Set.of(),
                ask -> Orders.ask(operations.health()).map(health -> Reply.json(200, health))));
        routes.add(Route.get(
                "/v1/openapi.json",
                Need.NOTHING,
                Set.of(),
                ask -> Future.succeededFuture(new Reply(200, Reply.JSON, Map.of(), openapi))));
        return List.copyOf(routes);
    }

    static String openapi() {
        try (InputStream in = Routes.class.getResourceAsStream(OPENAPI)) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
