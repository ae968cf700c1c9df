package io.nhigovernor.samples.estate.signal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Signals and heartbeats in the CloudEvents 1.0 JSON format. */
final class Event {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Event() {}

    static ObjectNode of(Signal signal, String source, String id) {
        var event = envelope("nhi-governor.signal.v1", source, id, signal.at());
        event.put("subject", signal.identity());
        var data = event.putObject("data");
        data.put("identity", signal.identity());
        signal.target().ifPresent(target -> data.put("target", target.toString()));
        data.put("generation", signal.generation().map(Object::toString).orElse("unknown"));
        data.put("outcome", signal.outcome().name().toLowerCase(Locale.ROOT));
        data.put("kind", "AUTH");
        signal.reason().ifPresent(reason -> data.put("reason", reason));
        data.put("relyingParty", source);
        signal.probe().ifPresent(probe -> data.put("probe", probe));
        data.put("at", MILLIS.format(signal.at()));
        return event;
    }

    static ObjectNode heartbeat(String source, String id, Instant at) {
        var event = envelope("nhi-governor.heartbeat.v1", source, id, at);
        event.putObject("data").put("at", MILLIS.format(at));
        return event;
    }

    private static ObjectNode envelope(String type, String source, String id, Instant at) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", source)
                .put("type", type)
                .put("time", MILLIS.format(at))
                .put("datacontenttype", "application/json");
    }
}
