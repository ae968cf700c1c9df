package io.nhigovernor.governor.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hangs up on connections that never finish a first request head: dripping bytes would defeat the idle timeout. */
final class Patience {
    private static final Duration HEAD_WITHIN = Duration.ofSeconds(10);
    private final Vertx vertx;
    private final Set<HttpConnection> silent = ConcurrentHashMap.newKeySet();

    Patience(Vertx vertx) {
        this.vertx = vertx;
    }

    void opened(HttpConnection connection) {
        silent.add(connection);
        long timer = vertx.setTimer(HEAD_WITHIN.toMillis(), late -> {
            if (silent.remove(connection)) {
                connection.close();
            }
        });
        connection.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            silent.remove(connection);
        });
    }

    void asked(HttpConnection connection) {
        silent.remove(connection);
    }
}
