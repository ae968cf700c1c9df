package io.nhigovernor.governor.document;

import io.nhigovernor.governor.plan.Document;
import io.nhigovernor.governor.plan.Document.RingPlanDocument;
import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.ring.Ring;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.ring.RingPlan.OnRestore;
import io.nhigovernor.governor.ring.RingPlanProblems;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads {@code kind: RingPlan} and applies its rules. */
final class RingPlanReader {
    private static final Duration DEFAULT_WATCH = Duration.ofHours(24);
    private static final Duration DEFAULT_QUARANTINE = Duration.ofHours(1);
    private static final Duration DEFAULT_QUIET = Duration.ofMinutes(1);
    private static final Duration DEFAULT_ADOPT_BY = Duration.ofHours(4);
    private static final Duration DEFAULT_RETURN_BY = Duration.ofHours(1);
    private static final Map<String, OnRestore> ON_RESTORE = Words.lower(OnRestore.values());
    /** Stands in for a ring that is no object, so that the others keep their places. */
    private static final Ring NO_RING =
            new Ring("", SelectorReader.NONE, Gate.defaults(), 0, DEFAULT_QUIET, DEFAULT_ADOPT_BY, DEFAULT_RETURN_BY);

    private RingPlanReader() {}

    static Optional<Document> read(FieldReader fields, Problems problems) {
        RingPlan plan = new RingPlan(
                fields.name("id"),
                SelectorReader.read(fields, "credentials", Shape.CREDENTIAL_SELECTOR),
                SelectorReader.read(fields, "control", Shape.IDENTITY_SELECTOR),
                fields.duration("baseline", RingPlan.DEFAULT_BASELINE),
                fields.duration("watch", DEFAULT_WATCH),
                fields.duration("quarantine", DEFAULT_QUARANTINE),
                fields.word("onRestore", ON_RESTORE, OnRestore.RING),
                fields.list(
                        "rings",
                        item -> Optional.of(fields.object(item, Shape.RING)
                                .map(RingPlanReader::ring)
                                .orElse(NO_RING))),
                fields.object("waiver", Shape.WAIVER).flatMap(WaiverReader::read),
                fields.optionalDuration("brownOut"));
        if (fields.has("control") && plan.control().empty() && !problems.since(fields.mark(), "control")) {
            fields.problem(
                    ProblemCode.EMPTY_SELECTOR,
                    "control",
                    "it selects nothing",
                    "say who is held back, or leave it out");
        }
        RuleProblems.report(RingPlanProblems.of(plan), fields, problems);
        return fields.clean() ? Optional.of(new RingPlanDocument(plan)) : Optional.empty();
    }

    private static Ring ring(FieldReader fields) {
        return new Ring(
                fields.name("name"),
                SelectorReader.read(fields, "select", Shape.IDENTITY_SELECTOR),
                fields.object("gate", Shape.GATE).map(GateReader::read).orElse(Gate.defaults()),
                fields.wholeNumber("approvals", 0),
                fields.duration("quiet", DEFAULT_QUIET),
                fields.duration("adoptBy", DEFAULT_ADOPT_BY),
                fields.duration("returnBy", DEFAULT_RETURN_BY));
    }
}
