package io.nhigovernor.governor.api;

import io.nhigovernor.governor.engine.Operations;
import io.nhigovernor.governor.engine.Order;
import io.nhigovernor.governor.engine.view.DriftView;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/** Credentials that somebody else changed: list them, accept what is there. */
final class DriftRoutes {
    private static final int ID_MAX = 200;
    private final Operations operations;

    DriftRoutes(Operations operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/drift", Need.READ, Set.of("limit", "cursor", "state"), this::list),
                Route.order("/v1/drift/accept", Need.OPERATE, this::accept));
    }

    private Future<Reply> list(Ask ask) {
        return Page.wish(
                ask,
                wish -> Orders.ask(operations.drift()).map(all -> {
                    List<DriftView> asked = all.stream()
                            .filter(view -> ask.asked("state")
                                    .map(view.state().name()::equals)
                                    .orElse(true))
                            .toList();
                    return Reply.json(200, Page.of(asked, DriftView::credential, wish));
                }));
    }

    private Future<Reply> accept(Ask ask) {
        return Bodies.read(
                ask,
                fields -> new Order.AcceptDrift(
                        fields.text("credential", ID_MAX), fields.text("reason", RolloutRoutes.REASON_MAX)),
                order -> Orders.give(operations, order, ask));
    }
}
