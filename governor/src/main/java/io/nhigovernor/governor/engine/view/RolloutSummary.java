package io.nhigovernor.governor.engine.view;

import java.time.Instant;
import java.util.Optional;

/** A rollout as a list shows it. */
public record RolloutSummary(String id, String ringPlan, String phase, Instant createdAt, Optional<Instant> endedAt) {}
