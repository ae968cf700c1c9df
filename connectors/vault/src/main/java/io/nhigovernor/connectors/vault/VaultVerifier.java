package io.nhigovernor.connectors.vault;

import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.Version;

/** Each kind of credential has its own verifier. */
record VaultVerifier(Kinds kinds) implements Verifier {
    private Verifier of(Credential credential) {
        return kinds.of(credential).verifier();
    }

    @Override
    public VerifierCapabilities capabilities(Credential credential) {
        return of(credential).capabilities(credential);
    }

    @Override
    public Reading<Acceptance> read(Credential credential) {
        return of(credential).read(credential);
    }

    @Override
    public Outcome admit(Credential credential, Material candidate, Call call) {
        return of(credential).admit(credential, candidate, call);
    }

    @Override
    public Proof prove(Credential credential, Material material, RelyingParty party, String probe) {
        return of(credential).prove(credential, material, party, probe);
    }

    @Override
    public Outcome disable(Credential credential, Fingerprint generation, Version expected, Call call) {
        return of(credential).disable(credential, generation, expected, call);
    }

    @Override
    public Outcome enable(Credential credential, Fingerprint generation, Version expected, Call call) {
        return of(credential).enable(credential, generation, expected, call);
    }

    @Override
    public Outcome destroy(Credential credential, Fingerprint generation, Call call) {
        return of(credential).destroy(credential, generation, call);
    }
}
