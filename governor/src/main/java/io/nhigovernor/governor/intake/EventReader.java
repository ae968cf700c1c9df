package io.nhigovernor.governor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.wire.Fields;
import io.nhigovernor.governor.wire.Problem;
import io.nhigovernor.governor.wire.Text;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Names;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads one CloudEvents 1.0 event of our two types. Extension attributes are allowed, as the standard wants. */
final class EventReader {
    static final String SIGNAL = "nhi-governor.signal.v1";
    static final String HEARTBEAT = "nhi-governor.heartbeat.v1";
    private static final int FIELD_MAX = 500;
    private static final int FINGERPRINT_MAX = 200;

    private final Reporter reporter;
    private final Instant arrived;
    private final List<Problem> problems;
    private boolean forbidden;

    EventReader(Reporter reporter, Instant arrived, List<Problem> problems) {
        this.reporter = reporter;
        this.arrived = arrived;
        this.problems = problems;
    }

    /** Whether anything read was about a source or an identity that is not the reporter's. */
    boolean forbidden() {
        return forbidden;
    }

    /** @param path where the event stands in the delivery, such as {@code [3]}; empty for a single one */
    Optional<Event> read(JsonNode node, String path) {
        int before = problems.size();
        Fields fields = Fields.of(node, path, Codes.FIELDS, problems);
        if (!fields.text("specversion", FIELD_MAX).equals("1.0") && problems.size() == before) {
            fields.bad("specversion", "must be 1.0", "Send CloudEvents 1.0.");
        }
        String id = fields.text("id", FIELD_MAX);
        checkSource(fields.text("source", FIELD_MAX), path);
        String type = fields.text("type", FIELD_MAX);
        Optional<Instant> time = fields.optionalInstant("time");
        Optional<Fields> data = fields.optionalObject("data");
        if (data.isEmpty()) {
            fields.missing("data");
            return Optional.empty();
        }
        Optional<Event> event = switch (type) {
            case SIGNAL -> Optional.of(signal(id, data.get(), time));
            case HEARTBEAT -> Optional.of(heartbeat(id, data.get(), time));
            default -> {
                if (!type.isEmpty()) {
                    fields.bad("type", "must be " + SIGNAL + " or " + HEARTBEAT, "Send one of both.");
                }
                yield Optional.empty();
            }
        };
        return problems.size() == before ? event : Optional.empty();
    }

    private Event heartbeat(String id, Fields data, Optional<Instant> time) {
        Instant at = at(data, time);
        data.end();
        return new Event.Heartbeat(id, at);
    }

    private Event signal(String id, Fields data, Optional<Instant> time) {
        String identity = data.text("identity", FIELD_MAX);
        if (!identity.isEmpty() && !Names.valid(identity)) {
            data.bad("identity", "must match [a-z0-9._/-]{1,200}", "Send the identity's id as it was applied.");
        } else if (!identity.isEmpty() && !reporter.mayReport(identity)) {
            forbidden = true;
            problems.add(Problem.of(
                    Codes.FOREIGN_IDENTITY,
                    "this token may not report about " + identity,
                    "List the identity with the token, or * for all."));
        }
        Optional<String> credential = credential(data, identity);
        Optional<Fingerprint> generation = data.optionalText("generation", FINGERPRINT_MAX)
                .filter(text -> !text.equals("unknown"))
                .map(Fingerprint::new);
        RawSignal.Result outcome = data.required(
                "outcome", data.optionalChoice("outcome", RawSignal.Result.class, true), RawSignal.Result.EXCLUDED);
        RawSignal.Kind kind =
                data.optionalChoice("kind", RawSignal.Kind.class, false).orElse(RawSignal.Kind.AUTH);
        Optional<String> reason = data.optionalText("reason", FIELD_MAX);
        Optional<String> relyingParty = data.optionalText("relyingParty", FIELD_MAX);
        Optional<String> probe = data.optionalText("probe", FIELD_MAX);
        Instant at = at(data, time);
        data.end();
        return new Event.Signal(new RawSignal(
                reporter.source(),
                id,
                identity,
                credential,
                generation,
                kind,
                outcome,
                reason,
                relyingParty,
                probe,
                at,
                arrived));
    }

    private static Optional<String> credential(Fields data, String identity) {
        Optional<String> text = data.optionalText("target", FIELD_MAX);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            TargetId target = TargetId.parse(text.get());
            if (target.identity().equals(identity)) {
                return Optional.of(target.credential());
            }
            data.bad("target", "names another identity than identity does", "Make both the same.");
        } catch (IllegalArgumentException e) {
            data.bad("target", "must read credential@identity", "Write the target as plans print it.");
        }
        return Optional.empty();
    }

    private static Instant at(Fields data, Optional<Instant> time) {
        Optional<Instant> own = data.optionalInstant("at");
        if (own.isEmpty() && time.isEmpty() && !data.has("at")) {
            data.missing("at");
        }
        return own.or(() -> time).orElse(Instant.EPOCH);
    }

    private void checkSource(String source, String path) {
        if (!source.isEmpty() && !source.equals(reporter.source())) {
            forbidden = true;
            problems.add(Problem.ofField(
                    Codes.FOREIGN_SOURCE,
                    path.isEmpty() ? "source" : path + ".source",
                    "this token reports only as " + reporter.source() + ", not as " + Text.printable(source, 100),
                    "Send the source of your own token."));
        }
    }
}
