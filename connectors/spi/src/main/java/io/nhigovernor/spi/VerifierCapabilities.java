package io.nhigovernor.spi;

import java.time.Duration;

/**
 * What a verifier can do for one credential; declared here and proven by the contract tests.
 *
 * @param overlap prior and candidate can both be accepted
 * @param conditionalDisable disable and enable honour an expected version
 * @param settle how long a change takes to reach the relying parties
 */
public record VerifierCapabilities(
        boolean overlap,
        boolean conditionalDisable,
        Mint mint,
        Disable disable,
        Attribution attribution,
        Duration settle) {

    /** Who makes candidate material. */
    public enum Mint {
        /** The governor makes all of it; the verifier is told. */
        CALLER,
        /** The governor makes the key, the verifier signs: staged as key first, the chain joined afterwards. */
        CALLER_KEY_SIGNED,
        /** The verifier makes it and returns it once. */
        VERIFIER
    }

    /** What taking away the acceptance of one generation means. */
    public enum Disable {
        REVERSIBLE,
        /** Disable destroys, enable makes it anew from kept material. */
        RECREATE,
        /** Cannot be disabled: retire only, after a longer watch. */
        NONE
    }

    /** How a signal of this verifier names the generation. */
    public enum Attribution {
        /** The verifier's record names it. */
        DIRECT,
        /** This consumer fetched the candidate, then succeeded. */
        INFERRED,
        /** Not at all: a human gate, never automatic. */
        NONE
    }
}
