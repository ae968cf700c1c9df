package io.nhigovernor.spi;

/**
 * The authority that decides whether a credential is accepted; driven once per credential change. All verbs block, and are
 * idempotent under {@link Call#intent}. An effect that finds the world changed by somebody else answers
 * {@link Outcome.Drift} and overwrites nothing.
 */
public interface Verifier {
    VerifierCapabilities capabilities(Credential credential);

    /** Which generations it accepts, and the version that conditional verbs expect. */
    Reading<Acceptance> read(Credential credential);

    /**
     * Accept the candidate beside the prior, labelled with the call's attempt; without overlap in place of whatever is accepted,
     * which is then unknown here: the prior comes back by admitting it again, under a label of its own. Repeating it for the same
     * attempt and material answers Applied with what is there. A signing verifier returns the chain as {@code minted}.
     */
    Outcome admit(Credential credential, Material candidate, Call call);

    /** Use it for real at one relying party. Carries {@code probe} so that the party's signal is known as ours. */
    Proof prove(Credential credential, Material material, RelyingParty party, String probe);

    /** Take away the acceptance of one generation. Drift, with what was found, if {@code expected} is no longer the version. */
    Outcome disable(Credential credential, Fingerprint generation, Version expected, Call call);

    /** Give acceptance back; always a write that raises the version, even if it was never taken away. */
    Outcome enable(Credential credential, Fingerprint generation, Version expected, Call call);

    /** Irreversible: afterwards the generation is unknown here. Applied if it is already gone. */
    Outcome destroy(Credential credential, Fingerprint generation, Call call);
}
