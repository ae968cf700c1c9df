package io.nhigovernor.governor.judge;

import java.time.Instant;
import java.util.Optional;

/**
 * A changed verdict on a ring, or the restore of one target.
 *
 * @param at time of the signal that tipped it, or the end of its second
 * @param target the one target that is restored; empty: the whole ring is meant
 */
public record Judgement(Instant at, Verdict verdict, Optional<String> target) {}
