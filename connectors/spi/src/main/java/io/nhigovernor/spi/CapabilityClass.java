package io.nhigovernor.spi;

import java.util.List;

/** What may be promised of a credential on its backends; weakest last. */
public enum CapabilityClass {
    C1_FENCED("both valid, every write conditional: S1-S3 need no timing assumption"),
    C2_DUAL("both valid, disable unconditional: a late disable is healed by re-assertion"),
    C3_SERVER_MINTED("both valid, the verifier makes the value: one orphan per crash, listed and revoked"),
    C4_SINGLE_VALUED("one value at a time: an outage of one swap");

    private final String promise;

    CapabilityClass(String promise) {
        this.promise = promise;
    }

    public String promise() {
        return promise;
    }

    public static CapabilityClass of(VerifierCapabilities verifier, DeliveryCapabilities delivery) {
        if (!verifier.overlap()) {
            return C4_SINGLE_VALUED;
        }
        if (verifier.mint() == VerifierCapabilities.Mint.VERIFIER) {
            return C3_SERVER_MINTED;
        }
        return verifier.conditionalDisable() && delivery.conditionalPointer() ? C1_FENCED : C2_DUAL;
    }

    public static CapabilityClass weakest(List<CapabilityClass> classes) {
        return classes.stream().max(CapabilityClass::compareTo).orElse(C1_FENCED);
    }
}
