package io.nhigovernor.governor.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a schedule.
 *
 * @param lastRun when it last began a run
 * @param createdAt when it was first applied; ticks before that are nobody's
 */
public record ScheduleState(Optional<Instant> lastRun, Instant createdAt) {}
