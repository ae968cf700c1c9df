package io.nhigovernor.governor.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Same token, same key, same request: the same answer, and the order is given once. The same key with another request is
 * refused. Answers of 500 and above are not kept, so that they may be tried again.
 */
final class Idempotency {
    static final String HEADER = "idempotency-key";
    private final Vertx vertx;
    private final RequestLog log;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    Idempotency(Vertx vertx, RequestLog log) {
        this.vertx = vertx;
        this.log = log;
    }

    /** @param line method, path and query */
    Future<Reply> once(Ask ask, String line, Supplier<Future<Reply>> action) {
        String key = ask.headers().getOrDefault(HEADER, "");
        if (key.isEmpty()) {
            return action.get();
        }
        if (!key.matches("[\\x21-\\x7e]{1,200}")) {
            return Future.succeededFuture(Reply.problem(
                    Code.BAD_IDEMPOTENCY_KEY,
                    "Idempotency-Key must have 1 to 200 visible ASCII characters",
                    "Send a UUID."));
        }
        String token = ask.token().map(Token::name).orElse("");
        String inFlight = token + " " + key;
        if (!underWay.add(inFlight)) {
            return Future.succeededFuture(Reply.problem(
                            Code.KEY_IN_FLIGHT,
                            "the first request with this Idempotency-Key is still under way",
                            "Wait a second and send it again with the same key.")
                    .with("Retry-After", "1"));
        }
        String request = request(line, ask.body());
        return vertx.executeBlocking(() -> log.get(token, key), false)
                .compose(kept -> answer(kept, request, action, token, key))
                .onComplete(done -> underWay.remove(inFlight));
    }

    private Future<Reply> answer(
            Optional<RequestLog.Kept> kept, String request, Supplier<Future<Reply>> action, String token, String key) {
        if (kept.isEmpty()) {
            return action.get().compose(reply -> keep(token, key, request, reply));
        }
        if (!kept.get().request().equals(request)) {
            return Future.succeededFuture(Reply.problem(
                    Code.KEY_REUSED,
                    "this Idempotency-Key was used for another request",
                    "Use a new key for every new request."));
        }
        return Future.succeededFuture(kept.get().reply().with("Idempotent-Replay", "true"));
    }

    private Future<Reply> keep(String token, String key, String request, Reply reply) {
        if (reply.status() >= 500) {
            return Future.succeededFuture(reply);
        }
        return vertx.executeBlocking(
                () -> {
                    log.put(token, key, new RequestLog.Kept(request, reply));
                    return reply;
                },
                false);
    }

    private static String request(String line, byte[] body) {
        byte[] head = (line + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return HexFormat.of().formatHex(TokenBook.sha256(whole));
    }
}
