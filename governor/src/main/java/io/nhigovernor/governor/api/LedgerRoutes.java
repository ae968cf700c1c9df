package io.nhigovernor.governor.api;

import io.nhigovernor.governor.engine.Operations;
import io.nhigovernor.governor.engine.Order;
import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.governor.wire.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger: a slice of it, the whole of it as JSON lines, and the key that checks it. */
final class LedgerRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerRoutes.class);
    private static final int LIMIT_MAX = 1_000;
    private static final int CHUNK = 64 * 1024;
    private final Operations operations;
    private final LedgerExporter exporter;
    private final Vertx vertx;

    /** Entries in order. @param next the sequence to ask from next */
    public record Slice(List<LedgerEntry> items, long next) {}

    LedgerRoutes(Operations operations, LedgerExporter exporter, Vertx vertx) {
        this.operations = operations;
        this.exporter = exporter;
        this.vertx = vertx;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/ledger", Need.READ, Set.of("from", "limit"), this::slice),
                Route.get("/v1/ledger/key", Need.READ, Set.of(), this::key),
                // Like an approval: whoever brought the older database back may not say alone that it will do.
                Route.order("/v1/ledger/rollback/confirm", Need.APPROVE, this::confirm),
                Route.stream("/v1/ledger/export", Set.of(), this::export));
    }

    private Future<Reply> slice(Ask ask) {
        OptionalLong from = whole(ask.asked("from").orElse("1"));
        OptionalLong limit = whole(ask.asked("limit").orElse("100"));
        List<Problem> problems = new ArrayList<>();
        if (from.isEmpty() || from.getAsLong() < 1) {
            problems.add(Page.wrong("from must be a sequence number from 1", "Correct from."));
        }
        if (limit.isEmpty() || limit.getAsLong() < 1 || limit.getAsLong() > LIMIT_MAX) {
            problems.add(Page.wrong("limit must be a whole number from 1 to " + LIMIT_MAX, "Correct limit."));
        }
        if (!problems.isEmpty()) {
            return Page.badQuery(problems);
        }
        return Orders.ask(operations.ledger(from.getAsLong(), (int) limit.getAsLong()))
                .map(entries -> {
                    long next = entries.isEmpty()
                            ? from.getAsLong()
                            : entries.get(entries.size() - 1).sequence() + 1;
                    return Reply.json(200, new Slice(entries, next));
                });
    }

    private Future<Reply> confirm(Ask ask) {
        return Bodies.read(
                ask,
                fields -> new Order.ConfirmSetBack(fields.text("reason", RolloutRoutes.REASON_MAX)),
                order -> Orders.give(operations, order, ask));
    }

    private Future<Reply> key(Ask ask) {
        return vertx.executeBlocking(exporter::publicKey, false)
                .map(key -> new Reply(200, "text/plain; charset=utf-8", Map.of(), key));
    }

    private void export(Ask ask, RoutingContext context) {
        context.response()
                .setChunked(true)
                .putHeader("Content-Type", "application/jsonl")
                .putHeader("Content-Disposition", "attachment; filename=\"ledger.jsonl\"")
                .putHeader("Cache-Control", "no-store");
        Thread.ofVirtual().name("ledger-export").start(() -> {
            try (OutputStream out = new BufferedOutputStream(new ResponseStream(context.response()), CHUNK)) {
                exporter.export(out);
                out.flush();
                context.response().end();
            } catch (IOException | RuntimeException e) {
                LOG.warn("an export ended early: {}", e.getMessage());
                // Cutting the connection is the only way left to say that this is not the whole ledger.
                context.request().connection().close();
            }
        });
    }

    private static OptionalLong whole(String text) {
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
