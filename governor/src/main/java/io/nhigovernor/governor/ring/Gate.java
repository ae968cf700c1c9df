package io.nhigovernor.governor.ring;

import io.nhigovernor.spi.RawSignal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The conditions under which a ring is judged (judge §5).
 *
 * @param signals kinds judged, declared before the rollout
 * @param settle how long a change takes to reach the relying parties
 * @param maxCacheTtl longest credential or token cache of a consumer
 * @param minWindow no promotion before; never below maxCacheTtl or 3·settle
 * @param maxWindow at its end without a decision a human is called
 * @param alpha false ring halts per window
 * @param manual a human's promote is needed as well as the evidence
 */
public record Gate(
        List<RawSignal.Kind> signals,
        Duration settle,
        Duration maxCacheTtl,
        Duration minWindow,
        Duration maxWindow,
        Promise promise,
        Unattributed unattributed,
        double alpha,
        Optional<Probation> probation,
        boolean manual) {

    public static final Duration DEFAULT_MAX_WINDOW = Duration.ofHours(4);
    public static final Duration DEFAULT_MIN_WINDOW = Duration.ofMinutes(15);
    public static final double DEFAULT_ALPHA = 0.001;

    public Gate {
        signals = List.copyOf(signals);
    }

    /** All fields at their defaults. */
    public static Gate defaults() {
        return new Gate(
                List.of(RawSignal.Kind.AUTH),
                Duration.ZERO,
                Duration.ZERO,
                DEFAULT_MIN_WINDOW,
                DEFAULT_MAX_WINDOW,
                new Promise.Excess(Optional.empty()),
                Unattributed.IGNORE,
                DEFAULT_ALPHA,
                Optional.empty(),
                false);
    }

    /** The least window these declarations allow: the longer of {@code maxCacheTtl} and 3·{@code settle}. */
    public static Duration windowFloor(Duration settle, Duration maxCacheTtl) {
        Duration settled = settle.multipliedBy(3);
        return settled.compareTo(maxCacheTtl) > 0 ? settled : maxCacheTtl;
    }

    /** What a promotion promises. */
    public sealed interface Promise {
        /** The ring's excess failure share is below delta; empty: by ring size (judge §2.4 P6). */
        record Excess(Optional<Double> delta) implements Promise {}

        /** Every member was seen working on the candidate; no bound on the failure share is promised. */
        record ProofOfLife() implements Promise {}
    }

    /** What an outcome after the cutover counts as, when no generation is named. */
    public enum Unattributed {
        IGNORE,
        CANDIDATE
    }

    /** Promote with fewer proven than all: the least share of accounts and of baseline calls. */
    public record Probation(double accounts, double calls) {}
}
