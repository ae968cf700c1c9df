package io.nhigovernor.governor.engine.view;

import java.time.Instant;
import java.util.Optional;

/**
 * One change worth showing.
 *
 * @param kind ROLLOUT, RING, CHANGE, CUTOVER, VERDICT or ALARM
 * @param subject ring name, credential or target
 */
public record EventView(long number, Instant at, String kind, Optional<String> rollout, String subject, String text) {}
