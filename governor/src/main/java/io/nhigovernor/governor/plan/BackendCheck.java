package io.nhigovernor.governor.plan;

import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.VerifierCapabilities;

/** Whether a credential's backends can do what a rollout needs of them. */
final class BackendCheck {
    private BackendCheck() {}

    static CapabilityClass of(Credential credential, CredentialFacts facts, Findings findings) {
        CapabilityClass capabilityClass = CapabilityClass.of(facts.verifier(), facts.delivery());
        boolean swaps = capabilityClass == CapabilityClass.C4_SINGLE_VALUED;
        if (!swaps && facts.verifier().mint() == VerifierCapabilities.Mint.VERIFIER) {
            findings.refuse(
                    RefusalCode.MINTED_BY_VERIFIER,
                    "the verifier of " + credential.id() + " makes the value itself, which is not supported yet",
                    "use a connector that takes a value or signs a key");
        }
        if (facts.delivery().generationsKept() < 2) {
            findings.refuse(
                    RefusalCode.PRIOR_NOT_KEPT,
                    "the delivery of " + credential.id() + " keeps one generation: the prior is gone once the"
                            + " candidate is there",
                    "let it keep at least two");
        }
        if (!swaps && facts.verifier().disable() == VerifierCapabilities.Disable.NONE) {
            findings.note(
                    "NO_QUARANTINE",
                    "the prior of " + credential.id() + " cannot be disabled on trial: it is retired after the watch");
        }
        if (credential.relyingParties().isEmpty()) {
            findings.note(
                    "NO_DECLARED_RELYING_PARTY",
                    credential.id() + " declares no relying party: nothing can be proven before ring 0");
        }
        return capabilityClass;
    }
}
