package io.nhigovernor.governor.api;

import io.nhigovernor.governor.intake.Counted;
import io.nhigovernor.governor.intake.Envelope;
import io.nhigovernor.governor.intake.Receipt;
import io.nhigovernor.governor.intake.Reporter;
import io.nhigovernor.governor.intake.SignalIntake;
import io.nhigovernor.governor.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Signals pushed by others, and what became of them. */
final class SignalRoutes {
    private static final String PREFIX = "ce-";
    private final SignalIntake intake;
    private final Clock clock;
    private final Vertx vertx;

    /** What became of everything that arrived since start. */
    public record Counts(Map<Counted, Long> counters) {}

    SignalRoutes(SignalIntake intake, Clock clock, Vertx vertx) {
        this.intake = intake;
        this.clock = clock;
        this.vertx = vertx;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        HttpMethod.POST,
                        "/v1/signals",
                        Need.SIGNAL,
                        Set.of(),
                        Set.of("application/cloudevents+json", "application/cloudevents-batch+json", Reply.JSON),
                        SignalIntake.BODY_MAX,
                        false,
                        (Action.Answering) this::take),
                Route.get(
                        "/v1/signals",
                        Need.READ,
                        Set.of(),
                        ask -> Future.succeededFuture(
                                Reply.json(200, new Counts(intake.counters().snapshot())))));
    }

    private Future<Reply> take(Ask ask) {
        Token token = ask.token().orElseThrow();
        Reporter reporter = new Reporter(token.source().orElseThrow(), token.identities());
        Envelope envelope = new Envelope(
                Optional.ofNullable(ask.headers().get("content-type")),
                Optional.ofNullable(ask.headers().get("content-encoding")),
                attributes(ask.headers()),
                ask.body());
        // Inflating and reading up to 16 MB would hold the event loop up.
        return vertx.executeBlocking(() -> intake.take(envelope, reporter, clock.instant()), false)
                .map(SignalRoutes::reply);
    }

    private static Map<String, String> attributes(Map<String, String> headers) {
        Map<String, String> attributes = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                attributes.put(name.substring(PREFIX.length()), decoded(value));
            }
        });
        return attributes;
    }

    /** CloudEvents percent-encodes header values; a plus sign is a plus sign there. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private static Reply reply(Receipt receipt) {
        return switch (receipt) {
            case Receipt.Taken taken -> new Reply(202, Reply.JSON, Map.of(), Json.write(taken(taken)));
            case Receipt.Full full ->
                Reply.problem(
                                Code.BUFFER_FULL,
                                "the signal buffer is full; nothing of this delivery was taken",
                                "Send the same delivery again after " + full.retryAfterSeconds() + " s.")
                        .with("Retry-After", Integer.toString(full.retryAfterSeconds()));
            case Receipt.Refused refused ->
                Reply.problem(
                        switch (refused.why()) {
                            case MALFORMED -> ProblemDocument.of(400, "Bad input", refused.problems());
                            case TOO_LARGE -> ProblemDocument.of(413, Code.BODY_TOO_LARGE.title(), refused.problems());
                            case WRONG_TYPE -> ProblemDocument.of(415, Code.WRONG_TYPE.title(), refused.problems());
                            case FORBIDDEN -> ProblemDocument.of(403, "Forbidden", refused.problems());
                        });
        };
    }

    /** Counts as they are sent, without the type a sealed value would carry. */
    private static Accepted taken(Receipt.Taken taken) {
        return new Accepted(taken.accepted(), taken.duplicates(), taken.quarantined());
    }

    /** What became of one delivery. */
    public record Accepted(int accepted, int duplicates, int quarantined) {}
}
