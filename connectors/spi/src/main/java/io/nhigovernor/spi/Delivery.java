package io.nhigovernor.spi;

import java.util.Optional;

/**
 * The place one consumer group reads its credential from; driven once per target. All verbs block, and are idempotent under
 * {@link Call#intent}.
 */
public interface Delivery {
    DeliveryCapabilities capabilities(Credential credential);

    /** Which generation consumers are pointed at; empty if none was ever delivered. */
    Reading<Optional<Pointer>> read(Target target);

    /**
     * Keep as pending under the call's attempt, create-only: another value under the same attempt is Drift, the same value
     * is Applied. Staging the same key again with its chain completes it.
     */
    Outcome stage(Target target, Material material, Call call);

    /** What lies staged under this attempt, after a crash. */
    Reading<Optional<Fingerprint>> pending(Target target, String attempt);

    /**
     * Point consumers at one kept generation. Drift, with what was found, if {@code expected} is no longer the version. Always writes
     * and always raises the version, also when the pointer already shows {@code generation} (the touch fence).
     */
    Outcome promote(Target target, Fingerprint generation, Version expected, Call call);

    /** The material of a kept generation again. The caller closes it. */
    Reading<Optional<Material>> fetch(Target target, Fingerprint generation);

    /** Drop a pending or retired generation; REFUSED for the one the pointer shows. Applied if it is already gone. */
    Outcome discard(Target target, Fingerprint generation, Call call);

    /** Where a delivery points, and the version that {@link #promote} expects. */
    record Pointer(Fingerprint generation, Version version) {}
}
