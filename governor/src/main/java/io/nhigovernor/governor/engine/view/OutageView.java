package io.nhigovernor.governor.engine.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one swap cost where a verifier holds one value at a time.
 *
 * @param from when the swap was sent
 * @param to when the last pointer was read back; none while the swap is under way
 * @param length from the one to the other
 */
public record OutageView(Instant from, Optional<Instant> to, Optional<Duration> length) {}
