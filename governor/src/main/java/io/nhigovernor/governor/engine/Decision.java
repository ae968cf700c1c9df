package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.view.EventView;
import io.nhigovernor.governor.store.Commit;
import java.util.List;
import java.util.Optional;

/**
 * What one engine event came to. First {@code commit} becomes durable, then the tasks begin, the replies go out and the
 * events are shown.
 *
 * @param ready tasks of earlier decisions, which begin once those are durable, whatever becomes of this one
 */
record Decision(
        List<Task> ready, Optional<Commit> commit, List<Task> tasks, List<Reply> replies, List<EventView> events) {
    record Reply(long ticket, Answer answer) {}
}
