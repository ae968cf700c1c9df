package io.nhigovernor.governor.engine.view;

import java.time.Instant;
import java.util.Optional;

/**
 * Who looks after a held rollout.
 *
 * @param expires when the owner is called; nothing is resumed by it
 * @param expired the owner was called
 */
public record HoldView(String owner, Optional<Instant> expires, boolean expired) {}
