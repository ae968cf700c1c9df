package io.nhigovernor.governor.api;

import io.nhigovernor.governor.engine.view.EventView;
import io.nhigovernor.governor.json.Json;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One client of the event stream. A client that does not keep up is dropped: it would otherwise cost memory without end. */
final class EventStream {
    private static final int QUEUE_BYTES = 256 * 1024;
    private static final int WAITING_MAX = 2_000;
    private final Context loop;
    private final RoutingContext routing;
    private final HttpServerResponse response;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private Runnable whenOver = () -> {};

    EventStream(Context loop, RoutingContext routing) {
        this.loop = loop;
        this.routing = routing;
        this.response = routing.response();
    }

    /** @param whenOver called once, on the event loop, when the client left or was dropped */
    void open(Runnable whenOver) {
        this.whenOver = whenOver;
        response.closeHandler(closed -> end());
        response.setChunked(true)
                .setWriteQueueMaxSize(QUEUE_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .write("retry: 1000\n\n");
    }

    /** May be called from any thread. */
    void send(EventView event) {
        if (over.get()) {
            return;
        }
        if (waiting.incrementAndGet() > WAITING_MAX) {
            loop.runOnContext(now -> end());
            return;
        }
        String text = "id: " + event.number() + "\nevent: " + event.kind() + "\ndata: " + Json.write(event) + "\n\n";
        loop.runOnContext(now -> {
            waiting.decrementAndGet();
            write(text);
        });
    }

    void beat() {
        write(": still here\n\n");
    }

    private void write(String text) {
        if (over.get()) {
            return;
        }
        if (response.writeQueueFull()) {
            end();
        } else {
            response.write(text);
        }
    }

    private void end() {
        if (over.compareAndSet(false, true)) {
            // The response's own close handler is not called for a connection closed with writes still queued.
            whenOver.run();
            routing.request().connection().close();
        }
    }
}
