package io.nhigovernor.governor.api;

import io.nhigovernor.governor.wire.Nearest;
import io.nhigovernor.governor.wire.Problem;
import io.nhigovernor.governor.wire.Text;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every request comes through here: who asks, may they, is the question well-formed and small enough. A stranger's body
 * is not read.
 */
final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final int DRAIN_MAX = 1024 * 1024;

    private final Vertx vertx;
    private final TokenBook tokens;
    private final Idempotency idempotency;
    private final Duration bodyWithin;

    Door(Vertx vertx, TokenBook tokens, Idempotency idempotency, Duration bodyWithin) {
        this.vertx = vertx;
        this.tokens = tokens;
        this.idempotency = idempotency;
        this.bodyWithin = bodyWithin;
    }

    void pass(RoutingContext context, Route route) {
        HttpServerRequest request = context.request();
        Optional<Token> token = bearer(request).flatMap(tokens::find);
        Optional<Reply> refusal =
                refuseToken(route, token).or(() -> refuseQuery(route, request)).or(() -> refuseBody(route, request));
        if (refusal.isPresent()) {
            write(context, refusal.get());
            return;
        }
        if (route.body().isEmpty()) {
            go(context, route, ask(context, token, new byte[0]));
            return;
        }
        BodyReader.read(vertx, request, route.bodyMax(), bodyWithin)
                .onSuccess(body -> {
                    switch (body) {
                        case BodyReader.Body.Whole whole -> go(context, route, ask(context, token, whole.bytes()));
                        case BodyReader.Body.TooLarge tooLarge ->
                            write(
                                    context,
                                    Reply.problem(
                                            Code.BODY_TOO_LARGE,
                                            "the body is larger than " + route.bodyMax() + " bytes",
                                            "Send less at once."));
                        case BodyReader.Body.TooSlow tooSlow ->
                            write(
                                    context,
                                    Reply.problem(
                                            Code.SLOW_BODY,
                                            "the body did not arrive within " + bodyWithin.toSeconds() + " s",
                                            "Send it again, faster."));
                    }
                })
                // The connection broke while the body came: there is nobody to answer.
                .onFailure(broken -> LOG.debug("a request ended before its body did"));
    }

    private void go(RoutingContext context, Route route, Ask ask) {
        // Composed, so that a bug in an action becomes an answer instead of a silent connection.
        switch (route.action()) {
            case Action.Answering answering ->
                Future.succeededFuture(ask)
                        .compose(asked -> route.idempotent()
                                ? idempotency.once(asked, line(context), () -> answering.answer(asked))
                                : answering.answer(asked))
                        .timeout(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                        .onSuccess(answer -> write(context, answer))
                        .onFailure(failure -> write(context, failed(failure)));
            case Action.Streaming streaming -> streaming.stream(ask, context);
        }
    }

    static Reply failed(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return Reply.problem(
                    Code.NO_ANSWER,
                    "the governor did not answer within " + ANSWER_WITHIN.toSeconds()
                            + " s; an order may have been recorded",
                    "Read the rollout, or repeat the request with the same Idempotency-Key.");
        }
        // Where, never what: a foreign exception's message may quote what it choked on.
        LOG.error(
                "a request failed: {} at {}",
                failure.getClass().getName(),
                List.of(failure.getStackTrace()).stream().limit(6).toList());
        return Reply.problem(
                Code.INTERNAL, "the governor could not answer; its log says why", "Read the log, then try again.");
    }

    static void write(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.status())
                .putHeader("Content-Type", reply.contentType())
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        reply.headers().forEach(response::putHeader);
        boolean unread = !context.request().isEnded();
        if (unread) {
            // What is still coming is not ours to read: answer, then hang up.
            response.putHeader("Connection", "close");
        }
        response.end(reply.body());
        if (unread) {
            drain(context);
        }
    }

    /** Reads on for a moment, so that the client sees the answer instead of a reset. */
    private static void drain(RoutingContext context) {
        int[] left = {DRAIN_MAX};
        HttpServerRequest request = context.request();
        request.handler(chunk -> {
            left[0] -= chunk.length();
            if (left[0] < 0) {
                request.connection().close();
            }
        });
        request.resume();
        context.vertx().setTimer(1_000, id -> request.connection().close());
    }

    private static Optional<Reply> refuseToken(Route route, Optional<Token> token) {
        if (route.need() == Need.NOTHING) {
            return Optional.empty();
        }
        if (token.isEmpty()) {
            return Optional.of(Reply.problem(
                            Code.NO_TOKEN,
                            "no known token came with the request",
                            "Send Authorization: Bearer and a token of this governor.")
                    .with("WWW-Authenticate", "Bearer realm=\"nhi-governor\""));
        }
        if (!route.need().metBy(token.get())) {
            return Optional.of(Reply.problem(
                    Code.OUT_OF_SCOPE,
                    "token " + token.get().name() + " lacks scope "
                            + route.need().text(),
                    "Ask with a token that has scope " + route.need().text() + "."));
        }
        return Optional.empty();
    }

    private static Optional<Reply> refuseQuery(Route route, HttpServerRequest request) {
        List<Problem> problems = new ArrayList<>();
        for (String name : request.params().names()) {
            // Vert.x puts path parameters here too.
            boolean asked = request.query() != null && !route.path().contains("{" + name + "}");
            if (asked && !route.query().contains(name)) {
                problems.add(Page.wrong(
                        Text.printable(name, 60) + " is not a known query parameter", remedy(name, route.query())));
            } else if (asked && request.params().getAll(name).size() > 1) {
                problems.add(Page.wrong(name + " is given twice", "Give it once."));
            }
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(Reply.problems(Code.BAD_QUERY, problems));
    }

    private static String remedy(String name, Set<String> known) {
        return Nearest.to(name, known)
                .map(near -> "Did you mean " + near + "?")
                .orElse(
                        known.isEmpty()
                                ? "Remove it."
                                : "Known: "
                                        + String.join(
                                                ", ", known.stream().sorted().toList()) + ".");
    }

    private static Optional<Reply> refuseBody(Route route, HttpServerRequest request) {
        boolean signals = route.need() == Need.SIGNAL;
        if (route.body().isEmpty() || signals) {
            // Signals are inflated and typed by their own intake, which counts what it refuses.
            return Optional.empty();
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Optional.of(Reply.problem(
                    Code.WRONG_ENCODING,
                    "content encoding " + Text.printable(encoding, 60) + " is not read here",
                    "Send the body as it is."));
        }
        String type = mediaType(request);
        boolean none = type.isEmpty() && "0".equals(request.getHeader("Content-Length"));
        if (!none && !route.body().contains(type)) {
            return Optional.of(Reply.problem(
                    Code.WRONG_TYPE,
                    type.isEmpty()
                            ? "the content type is missing"
                            : "content type " + Text.printable(type, 60) + " is not read here",
                    "Send " + String.join(" or ", route.body().stream().sorted().toList()) + "."));
        }
        return Optional.empty();
    }

    private static Optional<String> bearer(HttpServerRequest request) {
        String value = request.getHeader("Authorization");
        return value != null && value.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(value.substring(7).trim())
                : Optional.empty();
    }

    private static String mediaType(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    private static Ask ask(RoutingContext context, Optional<Token> token, byte[] body) {
        HttpServerRequest request = context.request();
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        Map<String, String> query = new LinkedHashMap<>();
        context.queryParams().forEach((name, value) -> query.put(name, value));
        return new Ask(token, Map.copyOf(context.pathParams()), query, headers, mediaType(request), body);
    }

    private static String line(RoutingContext context) {
        return context.request().method() + " " + context.request().uri();
    }
}
