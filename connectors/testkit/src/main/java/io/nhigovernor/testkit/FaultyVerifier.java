package io.nhigovernor.testkit;

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

/** A verifier behind a bad line; each call first asks {@link Faults} what goes wrong with it. */
public final class FaultyVerifier implements Verifier {
    private final Verifier inner;
    private final FaultyCalls<Acceptance> calls;

    public FaultyVerifier(Verifier inner, Faults faults, DelayedEffects delayed) {
        this.inner = inner;
        this.calls = new FaultyCalls<>(faults, delayed);
    }

    @Override
    public VerifierCapabilities capabilities(Credential credential) {
        return inner.capabilities(credential);
    }

    @Override
    public Reading<Acceptance> read(Credential credential) {
        return calls.read(credential.id(), () -> inner.read(credential));
    }

    @Override
    public Outcome admit(Credential credential, Material candidate, Call call) {
        var copy = candidate.copy();
        return calls.effect(
                "admit",
                credential.id(),
                () -> inner.read(credential),
                () -> inner.admit(credential, candidate, call),
                () -> {
                    try (copy) {
                        return inner.admit(credential, copy, call);
                    }
                });
    }

    @Override
    public Proof prove(Credential credential, Material material, RelyingParty party, String probe) {
        return switch (calls.next("prove", credential.id())) {
            case NONE, DUPLICATE, STALE_READ -> inner.prove(credential, material, party, probe);
            case REFUSE -> new Proof.Refused("fault: refused");
            case TIMEOUT_BEFORE, TIMEOUT_AFTER, DELAY -> new Proof.Inconclusive("fault: timed out");
        };
    }

    @Override
    public Outcome disable(Credential credential, Fingerprint generation, Version expected, Call call) {
        return effect("disable", credential, () -> inner.disable(credential, generation, expected, call));
    }

    @Override
    public Outcome enable(Credential credential, Fingerprint generation, Version expected, Call call) {
        return effect("enable", credential, () -> inner.enable(credential, generation, expected, call));
    }

    @Override
    public Outcome destroy(Credential credential, Fingerprint generation, Call call) {
        return effect("destroy", credential, () -> inner.destroy(credential, generation, call));
    }

    private Outcome effect(String verb, Credential credential, FaultyCalls.Effect effect) {
        return calls.effect(verb, credential.id(), () -> inner.read(credential), effect);
    }
}
