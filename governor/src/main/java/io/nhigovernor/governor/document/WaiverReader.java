package io.nhigovernor.governor.document;

import io.nhigovernor.governor.ring.OverlapWaiver;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code waiver} of a ring plan. */
final class WaiverReader {
    /** The one thing that can be waived, in the one way. */
    private static final Map<String, Boolean> OVERLAP = Map.of("none", true);

    private WaiverReader() {}

    static Optional<OverlapWaiver> read(FieldReader fields) {
        fields.word("overlap", OVERLAP, true);
        String by = fields.name("by");
        String cause = fields.text("cause");
        Optional<Instant> until = fields.parsed(
                "until", ScheduleReader::thisAge, ProblemCode.UNPARSABLE_TIME, ScheduleReader.TIME_REMEDY);
        return fields.clean() ? until.map(at -> new OverlapWaiver(by, cause, at)) : Optional.empty();
    }
}
