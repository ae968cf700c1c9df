package io.nhigovernor.governor.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Permits for external calls: a forward and a restore lane with their own permits, so that nothing forward ever stands
 * before a restore. In the restore lane what gives consumers something back goes first, and half of the permits are kept
 * for it: no amount of checking and tidying up stands before it either. Then the most critical identities go first, then the
 * order of asking.
 */
final class Lanes {
    private final Lane forward;
    private final Lane restore;
    private long asked;

    Lanes(int forwardPermits, int restorePermits) {
        forward = new Lane(forwardPermits, 0);
        restore = new Lane(restorePermits, restorePermits / 2);
    }

    /** What may begin now: the task, if a permit is free; else it waits. */
    List<Task> ask(Task task) {
        return lane(task.restoring()).ask(new Waiting(task, asked++));
    }

    /** Gives a permit back; the tasks that may begin now. */
    List<Task> finished(boolean restoring) {
        Lane lane = lane(restoring);
        lane.free++;
        return lane.release();
    }

    /**
     * Takes such tasks of the forward lane back that have not begun, and will not: those that still wait for a permit, and those
     * of {@code released}, whose permits go to whoever waited behind them.
     *
     * @param released what has its permit and begins only later; changed by this
     */
    List<Task> withdraw(Predicate<Task> which, List<Task> released) {
        List<Task> withdrawn = new ArrayList<>(forward.withdraw(which));
        for (Task task : List.copyOf(released)) {
            if (!task.restoring() && which.test(task)) {
                released.remove(task);
                withdrawn.add(task);
                released.addAll(finished(false));
            }
        }
        return withdrawn;
    }

    private Lane lane(boolean restoring) {
        return restoring ? restore : forward;
    }

    private record Waiting(Task task, long order) {}

    private static final class Lane {
        private final PriorityQueue<Waiting> queue = new PriorityQueue<>(
                Comparator.comparing((Waiting waiting) -> !waiting.task().urgent())
                        .thenComparing(waiting -> waiting.task().tier())
                        .thenComparing(Waiting::order));
        private final int keptForUrgent;
        private int free;

        Lane(int permits, int keptForUrgent) {
            free = permits;
            this.keptForUrgent = keptForUrgent;
        }

        List<Task> ask(Waiting waiting) {
            queue.add(waiting);
            return release();
        }

        List<Task> release() {
            List<Task> released = new ArrayList<>();
            while (!queue.isEmpty() && free > (queue.element().task().urgent() ? 0 : keptForUrgent)) {
                free--;
                released.add(queue.remove().task());
            }
            return released;
        }

        List<Task> withdraw(Predicate<Task> which) {
            List<Waiting> taken = queue.stream()
                    .filter(waiting -> which.test(waiting.task()))
                    .sorted(Comparator.comparing(Waiting::order))
                    .toList();
            queue.removeAll(taken);
            return taken.stream().map(Waiting::task).toList();
        }
    }
}
