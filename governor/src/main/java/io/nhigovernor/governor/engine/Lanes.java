package io.nhigovernor.governor.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Permits for external calls: a forward and a restore lane with their own permits, so that nothing forward ever stands
 * before a restore. Within a lane the most critical identities go first, then the order of asking.
 */
final class Lanes {
    private final Lane forward;
    private final Lane restore;
    private long asked;

    Lanes(int forwardPermits, int restorePermits) {
        forward = new Lane(forwardPermits);
        restore = new Lane(restorePermits);
    }

    /** The task, if a permit is free; else it waits. */
    Optional<Task> ask(Task task) {
        return lane(task).ask(new Waiting(task, asked++));
    }

    /** Gives a permit back; the tasks that may begin now. */
    List<Task> finished(boolean restoring) {
        Lane lane = restoring ? restore : forward;
        lane.free++;
        return lane.release();
    }

    private Lane lane(Task task) {
        return task.restoring() ? restore : forward;
    }

    private record Waiting(Task task, long order) {}

    private static final class Lane {
        private final PriorityQueue<Waiting> queue = new PriorityQueue<>(
                Comparator.comparing((Waiting waiting) -> waiting.task().tier()).thenComparing(Waiting::order));
        private int free;

        Lane(int permits) {
            free = permits;
        }

        Optional<Task> ask(Waiting waiting) {
            queue.add(waiting);
            return release().stream().findFirst();
        }

        List<Task> release() {
            List<Task> released = new ArrayList<>();
            while (free > 0 && !queue.isEmpty()) {
                free--;
                released.add(queue.remove().task());
            }
            return released;
        }
    }
}
