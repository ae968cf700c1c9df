package io.nhigovernor.governor.api;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** What a route does with a request that passed the door. */
sealed interface Action {
    /** One question, one whole answer. Called on the event loop; must not block. */
    non-sealed interface Answering extends Action {
        Future<Reply> answer(Ask ask);
    }

    /** Writes to the response itself, for as long as it likes. */
    non-sealed interface Streaming extends Action {
        void stream(Ask ask, RoutingContext context);
    }
}
