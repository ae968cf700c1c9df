package io.nhigovernor.spi;

import java.time.Duration;

/**
 * What every effect carries: the recorded intent (the idempotency key; a repeat under the same id has the effect of one),
 * the attempt that labels everything made outside, and one total deadline for the call.
 */
public record Call(String intent, String attempt, Duration deadline) {}
