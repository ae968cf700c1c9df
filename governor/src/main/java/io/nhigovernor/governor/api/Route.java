package io.nhigovernor.governor.api;

import io.vertx.core.http.HttpMethod;
import java.util.Set;

/**
 * One line of the interface.
 *
 * @param path as OpenAPI writes it, such as {@code /v1/rollouts/{id}}
 * @param query the query names it knows
 * @param body the media types it takes; empty when it takes no body
 * @param bodyMax bytes
 * @param idempotent whether an Idempotency-Key is honoured
 */
record Route(
        HttpMethod method,
        String path,
        Need need,
        Set<String> query,
        Set<String> body,
        int bodyMax,
        boolean idempotent,
        Action action) {
    private static final int ORDER_MAX = 64 * 1024;

    static Route get(String path, Need need, Set<String> query, Action.Answering action) {
        return new Route(HttpMethod.GET, path, need, query, Set.of(), 0, false, action);
    }

    static Route stream(String path, Set<String> query, Action.Streaming action) {
        return new Route(HttpMethod.GET, path, Need.READ, query, Set.of(), 0, false, action);
    }

    /** An order with a small JSON body. */
    static Route order(String path, Need need, Action.Answering action) {
        return new Route(HttpMethod.POST, path, need, Set.of(), Set.of(Reply.JSON), ORDER_MAX, true, action);
    }

    /** The path as Vert.x writes it. */
    String pattern() {
        return path.replaceAll("\\{(\\w+)}", ":$1");
    }
}
