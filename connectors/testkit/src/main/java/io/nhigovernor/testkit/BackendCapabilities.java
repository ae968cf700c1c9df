package io.nhigovernor.testkit;

import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.DeliveryCapabilities;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.VerifierCapabilities.Attribution;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.time.Duration;

/** What an {@link InMemoryBackend} pretends to be able to do for one credential. */
public record BackendCapabilities(VerifierCapabilities verifier, DeliveryCapabilities delivery) {

    /** C1: everything conditional, the governor makes the value. */
    public static BackendCapabilities fenced() {
        return of(true, true, Mint.CALLER, Disable.REVERSIBLE, true);
    }

    /** C1 with a signing verifier: the key is ours, the chain is the verifier's. */
    public static BackendCapabilities signing() {
        return of(true, true, Mint.CALLER_KEY_SIGNED, Disable.REVERSIBLE, true);
    }

    /** C2: disable and enable are unconditional, and recreate. */
    public static BackendCapabilities dual() {
        return of(true, false, Mint.CALLER, Disable.RECREATE, true);
    }

    /** C3: the verifier makes the value and returns it once; nothing can be disabled. */
    public static BackendCapabilities serverMinted() {
        return of(true, false, Mint.VERIFIER, Disable.NONE, true);
    }

    /** C4: one value at a time, and not even the pointer is conditional. */
    public static BackendCapabilities singleValued() {
        return of(false, false, Mint.CALLER, Disable.REVERSIBLE, false);
    }

    public static BackendCapabilities of(
            boolean overlap, boolean conditionalDisable, Mint mint, Disable disable, boolean conditionalPointer) {
        return new BackendCapabilities(
                new VerifierCapabilities(
                        overlap, conditionalDisable, mint, disable, Attribution.DIRECT, Duration.ofSeconds(1)),
                new DeliveryCapabilities(conditionalPointer, 10));
    }

    public BackendCapabilities keeping(int generations) {
        return new BackendCapabilities(verifier, new DeliveryCapabilities(delivery.conditionalPointer(), generations));
    }

    public CapabilityClass capabilityClass() {
        return CapabilityClass.of(verifier, delivery);
    }
}
