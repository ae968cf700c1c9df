package io.nhigovernor.samples.estate.signal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Events not yet taken by the governor, oldest first; when it is full the oldest goes, and is counted. */
final class Backlog {
    private final int limit;
    private final Deque<ObjectNode> waiting = new ArrayDeque<>();
    private long dropped;

    Backlog(int limit) {
        this.limit = limit;
    }

    synchronized void add(ObjectNode event) {
        if (waiting.size() == limit) {
            waiting.removeFirst();
            dropped++;
        }
        waiting.addLast(event);
    }

    synchronized List<ObjectNode> take(int most) {
        var taken = new ArrayList<ObjectNode>();
        while (taken.size() < most && !waiting.isEmpty()) {
            taken.add(waiting.removeFirst());
        }
        return taken;
    }

    synchronized int size() {
        return waiting.size();
    }

    synchronized long dropped() {
        return dropped;
    }
}
