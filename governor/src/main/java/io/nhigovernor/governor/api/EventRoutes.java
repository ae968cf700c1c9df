package io.nhigovernor.governor.api;

import io.nhigovernor.governor.engine.Operations;
import io.nhigovernor.governor.engine.view.EventView;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What happens, as it happens: server-sent events. Nothing is replayed; a client that reconnects reads the rollout again. */
final class EventRoutes {
    private static final int STREAMS_MAX = 256;
    private final Operations operations;
    private final Vertx vertx;
    private final Duration heartbeat;
    private final AtomicInteger streams = new AtomicInteger();

    EventRoutes(Operations operations, Vertx vertx, Duration heartbeat) {
        this.operations = operations;
        this.vertx = vertx;
        this.heartbeat = heartbeat;
    }

    List<Route> routes() {
        return List.of(Route.stream("/v1/events", Set.of("rollout"), this::stream));
    }

    private void stream(Ask ask, RoutingContext context) {
        if (streams.incrementAndGet() > STREAMS_MAX) {
            streams.decrementAndGet();
            Door.write(
                    context,
                    Reply.problem(
                            Code.TOO_MANY_STREAMS, STREAMS_MAX + " clients listen already", "Close one, or poll."));
            return;
        }
        Optional<String> rollout = ask.asked("rollout");
        EventStream stream = new EventStream(vertx.getOrCreateContext(), context);
        AutoCloseable listening = operations.listen(event -> {
            if (concerns(event, rollout)) {
                stream.send(event);
            }
        });
        long beat = vertx.setPeriodic(heartbeat.toMillis(), id -> stream.beat());
        stream.open(() -> {
            vertx.cancelTimer(beat);
            streams.decrementAndGet();
            close(listening);
        });
    }

    private static boolean concerns(EventView event, Optional<String> rollout) {
        return rollout.isEmpty() || event.rollout().isEmpty() || event.rollout().equals(rollout);
    }

    private static void close(AutoCloseable listening) {
        try {
            listening.close();
        } catch (Exception e) {
            throw new IllegalStateException("a listener could not be closed", e);
        }
    }
}
