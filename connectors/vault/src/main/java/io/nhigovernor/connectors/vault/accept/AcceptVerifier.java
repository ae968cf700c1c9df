package io.nhigovernor.connectors.vault.accept;

import io.nhigovernor.connectors.parts.accept.AcceptDocument;
import io.nhigovernor.connectors.parts.accept.AcceptRules;
import io.nhigovernor.connectors.parts.accept.AcceptRules.Decision;
import io.nhigovernor.connectors.parts.accept.Evidence;
import io.nhigovernor.connectors.parts.accept.Generation;
import io.nhigovernor.connectors.parts.keys.SharedSecret;
import io.nhigovernor.connectors.parts.keys.StoreKey;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.parts.probe.Probe;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.VerifierCapabilities.Attribution;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.spi.Version;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Decides which shared secrets are accepted by writing accept documents into KV, which services read: class C1. */
public final class AcceptVerifier implements Verifier {
    private static final Duration READING = Duration.ofSeconds(10);

    private final Function<Credential, Register> registers;
    private final StoreKey key;
    private final Parties parties;
    private final InstantSource clock;

    /** @param registers the document that services read */
    public AcceptVerifier(
            Function<Credential, Register> registers, StoreKey key, Parties parties, InstantSource clock) {
        this.registers = registers;
        this.key = key;
        this.parties = parties;
        this.clock = clock;
    }

    /**
     * How relying parties are asked.
     *
     * @param authorities whom their certificates must lead to
     * @param settle how long a changed document takes to reach them
     */
    public record Parties(List<X509Certificate> authorities, Duration settle, Duration probeTimeout) {}

    @Override
    public VerifierCapabilities capabilities(Credential credential) {
        return new VerifierCapabilities(
                true, true, Mint.CALLER, Disable.REVERSIBLE, Attribution.DIRECT, parties.settle());
    }

    @Override
    public Reading<Acceptance> read(Credential credential) {
        return registers
                .apply(credential)
                .acceptance(Deadline.in(READING), document -> Reading.known(AcceptRules.acceptance(document)));
    }

    @Override
    public Outcome admit(Credential credential, Material candidate, Call call) {
        Fingerprint fingerprint;
        try {
            fingerprint = SharedSecret.fingerprint(candidate, key);
        } catch (UnusableMaterialException e) {
            return NotApplied.refused(String.valueOf(e.getMessage()));
        }
        return change(
                credential,
                call,
                document -> AcceptRules.met(document, fingerprint, call, false)
                        .<Decision>map(Decision.Answer::new)
                        .orElseGet(() -> AcceptRules.admitting(
                                document,
                                new Generation(
                                        fingerprint,
                                        true,
                                        Optional.of(call.attempt()),
                                        call.intent(),
                                        clock.instant(),
                                        Validity.UNLIMITED,
                                        Evidence.SaltedHash.of(candidate.secret())),
                                credential.holders(),
                                false)));
    }

    @Override
    public Proof prove(Credential credential, Material material, RelyingParty party, String probe) {
        return new Probe(
                        parties.authorities(),
                        parties.probeTimeout(),
                        credential.holders().getFirst(),
                        probe)
                .get(party, Probe.Login.basic(credential.id(), material.secret()));
    }

    @Override
    public Outcome disable(Credential credential, Fingerprint generation, Version expected, Call call) {
        return change(credential, call, document -> AcceptRules.switching(document, generation, false, expected, call));
    }

    @Override
    public Outcome enable(Credential credential, Fingerprint generation, Version expected, Call call) {
        return change(credential, call, document -> AcceptRules.switching(document, generation, true, expected, call));
    }

    @Override
    public Outcome destroy(Credential credential, Fingerprint generation, Call call) {
        return change(credential, call, document -> AcceptRules.destroying(document, generation, call));
    }

    private Outcome change(Credential credential, Call call, Function<AcceptDocument, Decision> decision) {
        return registers.apply(credential).change(Deadline.of(call), decision);
    }
}
