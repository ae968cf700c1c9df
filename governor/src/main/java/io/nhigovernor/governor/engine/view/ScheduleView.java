package io.nhigovernor.governor.engine.view;

import java.time.Instant;
import java.util.Optional;

/** When a schedule ran last and runs next. @param state why it is not due, or what its last tick came to */
public record ScheduleView(
        String id, String ringPlan, Optional<Instant> lastRun, Optional<Instant> nextRun, String state) {}
