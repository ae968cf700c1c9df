package io.nhigovernor.governor.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * A prior that consumers go back to, and that will not be accepted for long.
 *
 * @param at when the outside stops accepting it
 * @param startBy until when the same plan could be started once more; empty if it is too late for that
 */
public record PriorEnd(String credential, Instant at, Optional<Instant> startBy) {}
