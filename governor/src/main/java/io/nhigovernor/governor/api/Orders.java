package io.nhigovernor.governor.api;

import io.nhigovernor.governor.engine.Answer;
import io.nhigovernor.governor.engine.Operations;
import io.nhigovernor.governor.engine.Order;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;

/** Asks the engine and comes back to the event loop with what it said. */
final class Orders {
    private Orders() {}

    static Future<Reply> give(Operations operations, Order order, Ask ask) {
        return answer(operations, order, ask).map(answer -> switch (answer) {
            case Answer.Done done -> Reply.json(200, done.body());
            case Answer.Refused refused -> Reply.problem(ProblemDocument.of(refused));
        });
    }

    static Future<Answer> answer(Operations operations, Order order, Ask ask) {
        return ask(operations.order(order, ask.caller()));
    }

    static <T> Future<T> ask(CompletionStage<T> stage) {
        Context context = Vertx.currentContext();
        return context == null ? Future.fromCompletionStage(stage) : Future.fromCompletionStage(stage, context);
    }
}
