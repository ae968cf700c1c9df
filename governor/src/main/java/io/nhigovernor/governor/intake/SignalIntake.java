package io.nhigovernor.governor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.governor.engine.Operations;
import io.nhigovernor.governor.wire.BoundedJson;
import io.nhigovernor.governor.wire.BoundedJson.Parsed;
import io.nhigovernor.governor.wire.Problem;
import io.nhigovernor.governor.wire.Text;
import io.nhigovernor.spi.RawSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where signals come in: CloudEvents 1.0 over HTTP (structured, batch and binary mode), and what connectors read by themselves.
 * A delivery is taken whole or not at all, and is acknowledged only once it is counted. May be called from any thread; takes
 * one delivery at a time.
 */
public final class SignalIntake {
    public static final int BODY_MAX = 1024 * 1024;
    public static final int EVENTS_MAX = 10_000;
    private static final int REMEMBERED_MAX = 1_000_000;
    private static final int PROBLEMS_MAX = 100;
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Duration EARLIEST = Duration.ofMinutes(10);
    private static final Duration LATEST = Duration.ofSeconds(60);

    private final Operations operations;
    private final Counters counters;
    private final Remembered remembered;

    public SignalIntake(Operations operations, Counters counters) {
        this(operations, counters, REMEMBERED_MAX);
    }

    SignalIntake(Operations operations, Counters counters, int rememberedMax) {
        this.operations = operations;
        this.counters = counters;
        this.remembered = new Remembered(rememberedMax);
    }

    public Counters counters() {
        return counters;
    }

    public Receipt take(Envelope envelope, Reporter reporter, Instant arrived) {
        Receipt receipt = read(envelope, reporter, arrived);
        count(receipt);
        return receipt;
    }

    /**
     * Takes what a connector's source read. A record that names no believable identity or another source is counted and
     * dropped: asking for it again would not mend it.
     *
     * @return false when the buffer is full; nothing was taken or counted, but that the source had to wait
     */
    boolean pulled(List<RawSignal> signals, String source, Instant arrived) {
        List<Event> events = new ArrayList<>(signals.size());
        for (RawSignal signal : signals) {
            if (PulledCheck.usable(signal, source)) {
                events.add(new Event.Signal(PulledCheck.arrived(signal, arrived)));
            }
        }
        Receipt receipt = hand(events, source, arrived);
        if (receipt instanceof Receipt.Full) {
            counters.add(Counted.PULL_WAITED, 1);
            return false;
        }
        count(receipt);
        counters.add(Counted.PULL_UNUSABLE, signals.size() - events.size());
        return true;
    }

    /**
     * Takes a pulled source's word that what we caused came back through it.
     *
     * @param name the source it speaks of
     * @param source the source it is
     * @param fresh whether it says more than the last one taken
     * @return whether it was taken
     */
    boolean pulledHeartbeat(String name, String source, Instant at, boolean fresh, Instant arrived) {
        Counted became = Counted.HEARTBEAT;
        if (!name.equals(source)) {
            became = Counted.PULL_UNUSABLE;
        } else if (!believable(at, arrived)) {
            became = Counted.QUARANTINED;
        } else if (!fresh) {
            became = Counted.DUPLICATE;
        } else {
            operations.heartbeat(source, at);
            counters.add(Counted.ACCEPTED, 1);
        }
        counters.add(became, 1);
        return became == Counted.HEARTBEAT;
    }

    private static boolean believable(Instant at, Instant arrived) {
        return !at.isBefore(arrived.minus(EARLIEST)) && !at.isAfter(arrived.plus(LATEST));
    }

    private Receipt read(Envelope envelope, Reporter reporter, Instant arrived) {
        Optional<String> foreign = Inflation.foreign(envelope.contentEncoding());
        if (foreign.isPresent()) {
            return refused(
                    Receipt.Why.WRONG_TYPE,
                    Problem.of(
                            Codes.WRONG_ENCODING,
                            "content encoding " + Text.printable(foreign.get(), 60) + " is not read here",
                            "Send gzip once, or no encoding."));
        }
        if (!Inflation.gzip(envelope.contentEncoding())) {
            return parse(envelope, envelope.body(), reporter, arrived);
        }
        return switch (Inflation.inflate(envelope.body())) {
            case Inflation.Inflated.Bytes inflated -> parse(envelope, inflated.bytes(), reporter, arrived);
            case Inflation.Inflated.TooLarge large ->
                refused(
                        Receipt.Why.TOO_LARGE,
                        Problem.of(Codes.INFLATES_TOO_LARGE, large.text(), "Send smaller batches."));
            case Inflation.Inflated.Broken broken ->
                refused(
                        Receipt.Why.MALFORMED,
                        Problem.of(Codes.BAD_JSON, broken.text(), "Send one whole gzip stream."));
        };
    }

    private Receipt parse(Envelope envelope, byte[] text, Reporter reporter, Instant arrived) {
        String type = envelope.contentType()
                .map(value -> value.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))
                .orElse("");
        return switch (type) {
            case "application/cloudevents-batch+json" ->
                switch (BoundedJson.items(text, EVENTS_MAX)) {
                    case Parsed.Items items -> events(items.nodes(), true, reporter, arrived);
                    case Parsed.Tree tree -> events(List.of(tree.node()), false, reporter, arrived);
                    case Parsed.Broken broken -> broken(broken);
                };
            case "application/cloudevents+json" -> single(text, envelope, false, reporter, arrived);
            case "application/json" -> single(text, envelope, true, reporter, arrived);
            default ->
                refused(
                        Receipt.Why.WRONG_TYPE,
                        Problem.of(
                                Codes.WRONG_TYPE,
                                "content type "
                                        + (type.isEmpty()
                                                ? "is missing"
                                                : Text.printable(type, 60) + " is not read here"),
                                "Send application/cloudevents+json, application/cloudevents-batch+json, or ce-* headers with"
                                        + " application/json."));
        };
    }

    private Receipt single(byte[] text, Envelope envelope, boolean binary, Reporter reporter, Instant arrived) {
        return switch (BoundedJson.tree(text)) {
            case Parsed.Tree tree ->
                events(List.of(binary ? joined(envelope, tree.node()) : tree.node()), false, reporter, arrived);
            case Parsed.Items items -> events(items.nodes(), true, reporter, arrived);
            case Parsed.Broken broken -> broken(broken);
        };
    }

    /** Binary mode: the attributes are headers and the body is the data. */
    private static JsonNode joined(Envelope envelope, JsonNode data) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        envelope.attributes().forEach(event::put);
        event.set("data", data);
        return event;
    }

    private Receipt events(List<JsonNode> nodes, boolean batch, Reporter reporter, Instant arrived) {
        List<Problem> problems = new ArrayList<>();
        EventReader reader = new EventReader(reporter, arrived, problems);
        List<Event> events = new ArrayList<>(nodes.size());
        for (int index = 0; index < nodes.size() && problems.size() < PROBLEMS_MAX; index++) {
            reader.read(nodes.get(index), batch ? "[" + index + "]" : "").ifPresent(events::add);
        }
        if (!problems.isEmpty()) {
            return new Receipt.Refused(reader.forbidden() ? Receipt.Why.FORBIDDEN : Receipt.Why.MALFORMED, problems);
        }
        return hand(events, reporter.source(), arrived);
    }

    /** Ids are remembered only after the engine took the delivery: a refused one must be welcome when it comes again. */
    private synchronized Receipt hand(List<Event> events, String source, Instant arrived) {
        Set<Remembered.Key> fresh = new HashSet<>();
        List<RawSignal> signals = new ArrayList<>();
        List<Event.Heartbeat> heartbeats = new ArrayList<>();
        int duplicates = 0;
        int quarantined = 0;
        for (Event event : events) {
            Remembered.Key key = new Remembered.Key(source, event.id());
            if (remembered.contains(key, arrived) || !fresh.add(key)) {
                duplicates++;
            } else if (!believable(event.at(), arrived)) {
                quarantined++;
            } else {
                switch (event) {
                    case Event.Signal signal -> signals.add(signal.signal());
                    case Event.Heartbeat heartbeat -> heartbeats.add(heartbeat);
                }
            }
        }
        if (!signals.isEmpty() && !operations.signals(signals)) {
            return new Receipt.Full(RETRY_AFTER_SECONDS);
        }
        heartbeats.forEach(heartbeat -> operations.heartbeat(source, heartbeat.at()));
        fresh.forEach(key -> remembered.add(key, arrived));
        counters.add(Counted.HEARTBEAT, heartbeats.size());
        return new Receipt.Taken(signals.size() + heartbeats.size(), duplicates, quarantined);
    }

    private void count(Receipt receipt) {
        switch (receipt) {
            case Receipt.Taken taken -> {
                counters.add(Counted.ACCEPTED, taken.accepted());
                counters.add(Counted.DUPLICATE, taken.duplicates());
                counters.add(Counted.QUARANTINED, taken.quarantined());
            }
            case Receipt.Full full -> counters.add(Counted.REFUSED_BUFFER_FULL, 1);
            case Receipt.Refused refused ->
                counters.add(
                        switch (refused.why()) {
                            case MALFORMED -> Counted.REFUSED_MALFORMED;
                            case TOO_LARGE -> Counted.REFUSED_TOO_LARGE;
                            case WRONG_TYPE -> Counted.REFUSED_WRONG_TYPE;
                            case FORBIDDEN -> Counted.REFUSED_FORBIDDEN;
                        },
                        1);
        }
    }

    private static Receipt broken(Parsed.Broken broken) {
        return refused(
                Receipt.Why.MALFORMED,
                Problem.ofPlace(
                        Codes.BAD_JSON,
                        broken.line(),
                        broken.column(),
                        "the body is not JSON that can be read: " + broken.text(),
                        "Correct the body."));
    }

    private static Receipt refused(Receipt.Why why, Problem problem) {
        return new Receipt.Refused(why, List.of(problem));
    }
}
