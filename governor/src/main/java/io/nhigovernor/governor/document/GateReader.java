package io.nhigovernor.governor.document;

import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.ring.Gate.Probation;
import io.nhigovernor.governor.ring.Gate.Promise;
import io.nhigovernor.governor.ring.Gate.Unattributed;
import io.nhigovernor.spi.RawSignal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a gate (judge §5). Ranges are checked by {@link io.nhigovernor.governor.ring.GateProblems}. */
final class GateReader {
    private static final Map<String, RawSignal.Kind> SIGNALS = Words.upper(RawSignal.Kind.values());
    private static final Map<String, Unattributed> UNATTRIBUTED = Words.lower(Unattributed.values());
    private static final Map<String, Promise> PROMISES = Map.of("proof-of-life", new Promise.ProofOfLife());
    private static final double PROBATION_ACCOUNTS = 0.95;
    private static final double PROBATION_CALLS = 0.99;

    private GateReader() {}

    static Gate read(FieldReader fields) {
        Duration settle = fields.duration("settle", Duration.ZERO);
        Duration maxCacheTtl = fields.duration("maxCacheTtl", Duration.ZERO);
        Duration floor = Gate.windowFloor(settle, maxCacheTtl);
        return new Gate(
                fields.has("signals")
                        ? fields.list("signals", item -> fields.word(item, SIGNALS))
                        : List.of(RawSignal.Kind.AUTH),
                settle,
                maxCacheTtl,
                fields.duration(
                        "minWindow", floor.compareTo(Gate.DEFAULT_MIN_WINDOW) > 0 ? floor : Gate.DEFAULT_MIN_WINDOW),
                fields.duration("maxWindow", Gate.DEFAULT_MAX_WINDOW),
                promise(fields),
                fields.word("unattributed", UNATTRIBUTED, Unattributed.IGNORE),
                fields.number("alpha", Gate.DEFAULT_ALPHA),
                fields.object("probation", Shape.PROBATION).map(GateReader::probation),
                fields.flag("manual", false));
    }

    private static Promise promise(FieldReader fields) {
        Optional<Node> written = fields.find("promise");
        if (written.filter(Node.Fields.class::isInstance).isPresent()) {
            return fields.object("promise", Shape.EXCESS)
                    .map(excess -> new Promise.Excess(
                            excess.has("excess") ? Optional.of(excess.number("excess", 0.01)) : Optional.empty()))
                    .orElseThrow();
        }
        if (written.filter(value -> !(value instanceof Node.Scalar scalar && scalar.type() == Node.Type.TEXT))
                .isPresent()) {
            fields.problem(
                    ProblemCode.WRONG_TYPE,
                    "promise",
                    "it is " + written.get().words() + ", which promises nothing that could be checked",
                    "write proof-of-life, or an object such as {excess: 0.01}");
            return new Promise.Excess(Optional.empty());
        }
        return fields.word("promise", PROMISES, new Promise.Excess(Optional.empty()));
    }

    private static Probation probation(FieldReader fields) {
        return new Probation(fields.number("accounts", PROBATION_ACCOUNTS), fields.number("calls", PROBATION_CALLS));
    }
}
