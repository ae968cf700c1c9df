package io.nhigovernor.governor.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.spi.RawSignal;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the gate of a ring line; an unknown field or a value that does not parse is an error, never a default. */
final class ReplayGate {
    private List<RawSignal.Kind> signals = Gate.defaults().signals();
    private Duration settle = Duration.ZERO;
    private Duration maxCacheTtl = Duration.ZERO;
    private Optional<Duration> minWindow = Optional.empty();
    private Duration maxWindow = Gate.DEFAULT_MAX_WINDOW;
    private Gate.Promise promise = Gate.defaults().promise();
    private Gate.Unattributed unattributed = Gate.Unattributed.IGNORE;
    private double alpha = Gate.DEFAULT_ALPHA;
    private Optional<Gate.Probation> probation = Optional.empty();
    private boolean manual;

    private ReplayGate() {}

    /** Reads the object the parser stands at. */
    static Gate read(JsonParser json) throws IOException, BadLine {
        Fields.require(json, JsonToken.START_OBJECT, "gate", "an object");
        ReplayGate gate = new ReplayGate();
        Fields.each(json, "gate", gate::field);
        return gate.finished();
    }

    private void field(String name, JsonParser json) throws IOException, BadLine {
        switch (name) {
            case "signals" -> signals = kinds(json);
            case "settle" -> settle = duration(name, json);
            case "maxCacheTtl" -> maxCacheTtl = duration(name, json);
            case "minWindow" -> minWindow = Optional.of(duration(name, json));
            case "maxWindow" -> maxWindow = duration(name, json);
            case "promise" -> promise = promise(json);
            case "unattributed" -> unattributed = unattributed(json);
            case "alpha" -> alpha = share(name, json);
            case "probation" -> probation = Optional.of(probation(json));
            case "manual" -> manual = Fields.bool(name, json);
            default -> throw new BadLine("gate has no field '" + name + "'");
        }
    }

    private Gate finished() throws BadLine {
        Duration floor = Gate.windowFloor(settle, maxCacheTtl);
        Duration least =
                minWindow.orElse(floor.compareTo(Gate.DEFAULT_MIN_WINDOW) > 0 ? floor : Gate.DEFAULT_MIN_WINDOW);
        if (least.compareTo(floor) < 0) {
            throw new BadLine("gate minWindow " + least + " is below its floor " + floor + " (maxCacheTtl, 3·settle)");
        }
        if (maxWindow.compareTo(least) < 0 || maxWindow.isZero()) {
            throw new BadLine("gate maxWindow " + maxWindow + " is shorter than minWindow " + least);
        }
        if (alpha >= 1) {
            throw new BadLine("gate alpha must be below 1");
        }
        return new Gate(
                signals, settle, maxCacheTtl, least, maxWindow, promise, unattributed, alpha, probation, manual);
    }

    private static List<RawSignal.Kind> kinds(JsonParser json) throws IOException, BadLine {
        List<RawSignal.Kind> kinds = new ArrayList<>();
        for (String name : Fields.strings("gate signals", json)) {
            RawSignal.Kind kind = switch (name) {
                case "AUTH" -> RawSignal.Kind.AUTH;
                case "POLICY" -> RawSignal.Kind.POLICY;
                default -> throw new BadLine("gate signals: '" + name + "' is neither AUTH nor POLICY");
            };
            if (kinds.contains(kind)) {
                throw new BadLine("gate signals names " + name + " twice");
            }
            kinds.add(kind);
        }
        if (kinds.isEmpty()) {
            throw new BadLine("gate signals is empty");
        }
        return kinds;
    }

    private static Gate.Promise promise(JsonParser json) throws IOException, BadLine {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            if (json.getText().equals("proof-of-life")) {
                return new Gate.Promise.ProofOfLife();
            }
            throw new BadLine("gate promise is proof-of-life or {\"excess\": share}, not '" + json.getText() + "'");
        }
        Fields.require(json, JsonToken.START_OBJECT, "gate promise", "proof-of-life or an object");
        List<Double> delta = new ArrayList<>();
        Fields.each(json, "gate promise", (name, value) -> {
            if (!name.equals("excess")) {
                throw new BadLine("gate promise has no field '" + name + "'");
            }
            delta.add(share("promise excess", value));
        });
        return new Gate.Promise.Excess(delta.stream().findFirst());
    }

    private static Gate.Unattributed unattributed(JsonParser json) throws IOException, BadLine {
        String text = Fields.string("gate unattributed", json);
        return switch (text) {
            case "ignore" -> Gate.Unattributed.IGNORE;
            case "candidate" -> Gate.Unattributed.CANDIDATE;
            default -> throw new BadLine("gate unattributed is ignore or candidate, not '" + text + "'");
        };
    }

    private static Gate.Probation probation(JsonParser json) throws IOException, BadLine {
        Fields.require(json, JsonToken.START_OBJECT, "gate probation", "an object");
        double[] shares = {Double.NaN, Double.NaN};
        Fields.each(json, "gate probation", (name, value) -> {
            switch (name) {
                case "accounts" -> shares[0] = share("probation accounts", value);
                case "calls" -> shares[1] = share("probation calls", value);
                default -> throw new BadLine("gate probation has no field '" + name + "'");
            }
        });
        if (Double.isNaN(shares[0]) || Double.isNaN(shares[1])) {
            throw new BadLine("gate probation needs accounts and calls");
        }
        return new Gate.Probation(shares[0], shares[1]);
    }

    private static double share(String name, JsonParser json) throws IOException, BadLine {
        double value = Fields.number("gate " + name, json);
        if (!(value > 0 && value <= 1)) {
            throw new BadLine("gate " + name + " must be above 0 and at most 1");
        }
        return value;
    }

    private static Duration duration(String name, JsonParser json) throws IOException, BadLine {
        Duration duration;
        try {
            duration = json.currentToken() == JsonToken.VALUE_STRING
                    ? Duration.parse(json.getText())
                    : Duration.ofNanos(Math.round(Fields.number("gate " + name, json) * 1e9));
        } catch (DateTimeParseException e) {
            throw new BadLine("gate " + name + ": '" + json.getText() + "' is neither ISO 8601 nor seconds");
        }
        if (duration.isNegative() || duration.toDays() > 366) {
            throw new BadLine("gate " + name + " must be between 0 and 366 days");
        }
        return duration;
    }
}
