package io.nhigovernor.governor.engine.view;

import java.time.Instant;

/**
 * Who looks after a held rollout.
 *
 * @param expires when the owner is called; nothing is resumed by it
 * @param expired the owner was called
 */
public record HoldView(String owner, Instant expires, boolean expired) {}
