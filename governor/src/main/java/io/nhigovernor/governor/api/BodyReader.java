package io.nhigovernor.governor.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** A request's body, up to a size and within a time; what comes after is not kept. */
final class BodyReader {
    private BodyReader() {}

    /** What reading came to. */
    sealed interface Body {
        record Whole(byte[] bytes) implements Body {}

        record TooLarge() implements Body {}

        record TooSlow() implements Body {}
    }

    static Future<Body> read(Vertx vertx, HttpServerRequest request, int most, Duration within) {
        if (declared(request) > most) {
            return Future.succeededFuture(new Body.TooLarge());
        }
        Promise<Body> done = Promise.promise();
        Buffer body = Buffer.buffer();
        long timer = vertx.setTimer(within.toMillis(), id -> done.tryComplete(new Body.TooSlow()));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > most) {
                done.tryComplete(new Body.TooLarge());
            } else if (!done.future().isComplete()) {
                body.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(done::tryFail);
        request.endHandler(end -> done.tryComplete(new Body.Whole(body.getBytes())));
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        return done.future().onComplete(result -> vertx.cancelTimer(timer));
    }

    private static long declared(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }
}
