package io.nhigovernor.governor.engine.view;

import java.time.Instant;
import java.util.Optional;

/**
 * A prior that consumers went back to, and that ends soon.
 *
 * @param at until when it is accepted
 * @param startBy the latest start of a rotation by the same plan; empty if there is too little time for one
 */
public record PriorEndView(String credential, Instant at, Optional<Instant> startBy) {}
