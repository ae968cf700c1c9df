package io.nhigovernor.samples.estate.signal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs beside one service and outlives its outages. Signals keep their ids until the governor took them; a heartbeat is
 * sent when it is true or not at all.
 */
public final class SignalAgent {
    private static final Logger LOG = LoggerFactory.getLogger(SignalAgent.class);
    private static final int BACKLOG_LIMIT = 20_000;
    private static final int BATCH_LIMIT = 500;
    private static final Duration HEARTBEAT = Duration.ofMillis(240);

    private final String source;
    private final String boot = Long.toString(System.nanoTime(), 36);
    private final Collector collector;
    private final Backlog backlog = new Backlog(BACKLOG_LIMIT);
    private final AtomicLong number = new AtomicLong();
    private volatile long sent;
    private volatile long refused;
    private volatile List<ObjectNode> unsent = List.of();
    private Instant nextTry = Instant.MIN;
    private Instant nextHeartbeat = Instant.MIN;

    public SignalAgent(String source, Collector collector) {
        this.source = source;
        this.collector = collector;
    }

    public void report(Signal signal) {
        backlog.add(Event.of(signal, source, nextId()));
    }

    /** Sends what waits, and a heartbeat if one is due; answers once the governor has. */
    public synchronized void flush(Instant now) {
        if (now.isBefore(nextTry)) {
            return;
        }
        if (unsent.isEmpty()) {
            unsent = backlog.take(BATCH_LIMIT);
        }
        var batch = new ArrayList<>(unsent);
        if (!now.isBefore(nextHeartbeat)) {
            batch.add(Event.heartbeat(source, nextId(), now));
            nextHeartbeat = now.plus(HEARTBEAT);
        }
        if (batch.isEmpty()) {
            return;
        }
        var body = JsonNodeFactory.instance.arrayNode().addAll(batch).toString();
        switch (collector.send(body)) {
            case Collector.Answer.Taken taken -> {
                sent += unsent.size();
                unsent = List.of();
            }
            case Collector.Answer.Later later -> nextTry = now.plus(later.delay());
            case Collector.Answer.Refused refusal -> {
                LOG.warn("{} signals of {} were refused with status {}", unsent.size(), source, refusal.status());
                refused += unsent.size();
                unsent = List.of();
            }
        }
    }

    /** What became of the signals so far. */
    public record Tally(long sent, long waiting, long dropped, long refused) {}

    public Tally tally() {
        return new Tally(sent, backlog.size() + unsent.size(), backlog.dropped(), refused);
    }

    private String nextId() {
        return source + "-" + boot + "-" + number.incrementAndGet();
    }
}
