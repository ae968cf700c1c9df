package io.nhigovernor.governor.api;

import io.nhigovernor.governor.engine.Answer;
import io.nhigovernor.governor.engine.Operations;
import io.nhigovernor.governor.engine.Order;
import io.nhigovernor.governor.engine.view.RolloutSummary;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.engine.view.TargetView;
import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.wire.Fields;
import io.nhigovernor.governor.wire.Text;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Rollouts: propose, see, and every verb. */
final class RolloutRoutes {
    static final int REASON_MAX = 500;
    /** It becomes part of the new rollout's reason. */
    private static final int CAUSE_MAX = 250;

    private static final int ID_MAX = 200;
    private final Operations operations;

    RolloutRoutes(Operations operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.order("/v1/rollouts", Need.OPERATE, this::propose),
                Route.get("/v1/rollouts", Need.READ, Set.of("limit", "cursor"), this::list),
                Route.get("/v1/rollouts/{id}", Need.READ, Set.of(), this::one),
                Route.get("/v1/rollouts/{id}/evidence", Need.READ, Set.of("limit", "cursor", "target"), this::evidence),
                verb("approve", Need.APPROVE, (id, f) -> new Order.Approve(id, f.text("digest", ID_MAX))),
                verb(
                        "waive",
                        Need.APPROVE,
                        (id, f) -> new Order.Waive(id, f.text("reason", REASON_MAX), Expiries.required(f))),
                verb("retry", Need.OPERATE, (id, f) -> new Order.Retry(id, f.text("cause", CAUSE_MAX))),
                verb("start", Need.OPERATE, (id, f) -> new Order.Start(id)),
                verb(
                        "hold",
                        Need.OPERATE,
                        (id, f) -> new Order.Hold(
                                id, f.text("reason", REASON_MAX), f.optionalText("owner", ID_MAX), Expiries.read(f))),
                verb("resume", Need.OPERATE, (id, f) -> new Order.Resume(id)),
                verb("promote", Need.OPERATE, (id, f) -> new Order.Promote(id, f.text("ring", ID_MAX))),
                verb("halt", Need.OPERATE, (id, f) -> new Order.Halt(id, f.text("reason", REASON_MAX))),
                verb("restore", Need.OPERATE, RolloutRoutes::restore),
                verb(
                        "exclude",
                        Need.OPERATE,
                        (id, f) -> new Order.Exclude(id, f.text("identity", ID_MAX), f.text("reason", REASON_MAX))));
    }

    private Route verb(String verb, Need need, BiFunction<String, Fields, Order> reader) {
        return Route.order(
                "/v1/rollouts/{id}/" + verb,
                need,
                ask -> Bodies.read(
                        ask,
                        fields -> reader.apply(ask.part("id"), fields),
                        order -> Orders.give(operations, order, ask)));
    }

    private static Order restore(String id, Fields fields) {
        Optional<String> ring = fields.optionalText("ring", ID_MAX);
        Optional<String> identity = fields.optionalText("identity", ID_MAX);
        if (fields.has("ring") == fields.has("identity")) {
            fields.bad("ring", "or identity must be given, exactly one of both", "Name the ring or the identity.");
        }
        return new Order.Restore(id, ring, identity, fields.text("reason", REASON_MAX));
    }

    private Future<Reply> propose(Ask ask) {
        return Bodies.read(
                ask,
                fields -> new Order.Propose(
                        fields.text("ringPlan", ID_MAX),
                        fields.text("reason", REASON_MAX),
                        fields.optionalText("commit", 100),
                        fields.optionalChoice("mode", Mode.class, true).orElse(Mode.ROUTINE)),
                order -> Orders.answer(operations, order, ask).map(answer -> switch (answer) {
                    case Answer.Done done -> proposed(done.body());
                    case Answer.Refused refused -> Reply.problem(ProblemDocument.of(refused));
                }));
    }

    private static Reply proposed(Object body) {
        Reply reply = Reply.json(201, body);
        return body instanceof RolloutView view ? reply.with("Location", "/v1/rollouts/" + view.id()) : reply;
    }

    /** Newest first. */
    private Future<Reply> list(Ask ask) {
        return Page.wish(
                ask,
                wish -> Orders.ask(operations.rollouts()).map(all -> {
                    List<RolloutSummary> sorted = all.stream()
                            .sorted(Comparator.comparing(RolloutRoutes::newestFirst))
                            .toList();
                    return Reply.json(200, Page.of(sorted, RolloutRoutes::newestFirst, wish));
                }));
    }

    private static String newestFirst(RolloutSummary rollout) {
        long left = Long.MAX_VALUE - rollout.createdAt().toEpochMilli();
        return String.format("%019d %s", left, rollout.id());
    }

    private Future<Reply> one(Ask ask) {
        return Orders.ask(operations.rollout(ask.part("id"))).map(found -> {
            if (found.isEmpty()) {
                return noRollout(ask.part("id"));
            }
            Reply reply = Reply.json(200, found.get());
            String digest =
                    HexFormat.of().formatHex(TokenBook.sha256(reply.body().getBytes(StandardCharsets.UTF_8)), 0, 16);
            String tag = "\"" + digest + "\"";
            boolean same = ask.headers().getOrDefault("if-none-match", "").contains(tag);
            return (same ? new Reply(304, Reply.JSON, java.util.Map.of(), "") : reply).with("ETag", tag);
        });
    }

    private Future<Reply> evidence(Ask ask) {
        return Page.wish(
                ask,
                wish -> Orders.ask(operations.targets(ask.part("id"))).map(found -> {
                    if (found.isEmpty()) {
                        return noRollout(ask.part("id"));
                    }
                    List<TargetView> asked = found.get().stream()
                            .filter(target -> ask.asked("target")
                                    .map(target.target()::equals)
                                    .orElse(true))
                            .sorted(Comparator.comparing(TargetView::target))
                            .toList();
                    return Reply.json(200, Page.of(asked, TargetView::target, wish));
                }));
    }

    private static Reply noRollout(String id) {
        return Reply.problem(
                Code.NO_ROLLOUT,
                "there is no rollout " + Text.printable(id, ID_MAX),
                "List them with governor status, or GET /v1/rollouts.");
    }
}
