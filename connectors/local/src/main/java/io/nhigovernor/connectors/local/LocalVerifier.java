package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.parts.accept.AcceptDocument;
import io.nhigovernor.connectors.parts.accept.AcceptRules;
import io.nhigovernor.connectors.parts.accept.AcceptRules.Decision;
import io.nhigovernor.connectors.parts.accept.Destroyed;
import io.nhigovernor.connectors.parts.accept.Generation;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.parts.probe.Probe;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.VerifierCapabilities.Attribution;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.spi.Version;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Decides what is accepted by writing accept documents, which relying parties watch. */
final class LocalVerifier implements Verifier {
    private final LocalHome home;

    LocalVerifier(LocalHome home) {
        this.home = home;
    }

    @Override
    public VerifierCapabilities capabilities(Credential credential) {
        return new VerifierCapabilities(
                true,
                true,
                form(credential).mint(),
                Disable.REVERSIBLE,
                Attribution.DIRECT,
                home.configuration().settle());
    }

    @Override
    public Reading<Acceptance> read(Credential credential) {
        try {
            return Reading.known(home.accepts()
                    .read(credential.id())
                    .map(AcceptRules::acceptance)
                    .orElseGet(() -> new Acceptance(new Version(0), List.of())));
        } catch (IOException e) {
            return Reading.unreadable("the accept document cannot be read: " + e);
        }
    }

    @Override
    public Outcome admit(Credential credential, Material candidate, Call call) {
        return changing(credential, call, document -> {
            var form = form(credential);
            var fingerprint = form.fingerprint(candidate);
            boolean signs = form.mint() == Mint.CALLER_KEY_SIGNED;
            var met = AcceptRules.met(document, fingerprint, call, signs);
            if (met.isPresent()) {
                return Locked.answer(met.get());
            }
            var admission = form.admission(credential, candidate);
            var generation = new Generation(
                    fingerprint,
                    true,
                    Optional.of(call.attempt()),
                    call.intent(),
                    home.clock().instant(),
                    admission.validity(),
                    admission.evidence());
            return step(AcceptRules.admitting(document, generation, credential.holders(), signs));
        });
    }

    @Override
    public Proof prove(Credential credential, Material material, RelyingParty party, String probe) {
        try {
            return form(credential)
                    .prove(
                            credential,
                            material,
                            party,
                            new Probe(
                                    List.of(home.authority().certificate()),
                                    home.configuration().probeTimeout(),
                                    credential.holders().getFirst(),
                                    probe));
        } catch (UnusableMaterialException e) {
            return new Proof.Inconclusive(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Outcome disable(Credential credential, Fingerprint generation, Version expected, Call call) {
        return switching(credential, generation, false, expected, call);
    }

    @Override
    public Outcome enable(Credential credential, Fingerprint generation, Version expected, Call call) {
        return switching(credential, generation, true, expected, call);
    }

    private Outcome switching(
            Credential credential, Fingerprint generation, boolean enabled, Version expected, Call call) {
        return changing(
                credential,
                call,
                document -> step(AcceptRules.switching(document, generation, enabled, expected, call)));
    }

    private Locked.Step step(Decision decision) {
        return switch (decision) {
            case Decision.Answer answer -> Locked.answer(answer.outcome());
            case Decision.Write write ->
                Locked.write(() -> {
                    home.accepts().write(write.next());
                    return write.afterwards();
                });
        };
    }

    @Override
    public Outcome destroy(Credential credential, Fingerprint generation, Call call) {
        return changing(credential, call, document -> {
            var next = document.of(generation)
                    .map(found -> document.destroying(found, call.intent()))
                    .orElse(document);
            return Locked.write(() -> {
                if (!next.equals(document)) {
                    home.accepts().write(next);
                }
                var serial = next.destroyed(generation).flatMap(Destroyed::serial);
                if (serial.isPresent()) {
                    revoke(serial.get(), call);
                }
                return Applied.of(new Observed(Optional.empty(), next.version()));
            });
        });
    }

    // Repeated on every destroy of the same generation: a crash may have come between the document and the list.
    private void revoke(String serial, Call call) throws IOException {
        try (var held = home.locks()
                .acquire(LocalHome.AUTHORITY_LOCK, call.deadline())
                .orElseThrow(() -> new IOException("the authority's lock is held by somebody else"))) {
            home.authority().revoke(serial);
        }
    }

    /** Decides on the document as it is under its lock. */
    private interface Change {
        Locked.Step on(AcceptDocument document) throws IOException, UnusableMaterialException;
    }

    private Outcome changing(Credential credential, Call call, Change change) {
        return Locked.run(home.locks(), LocalHome.acceptLock(credential.id()), call, () -> {
            var document = home.accepts().read(credential.id());
            return document.isPresent()
                    ? change.on(document.get())
                    : Locked.answer(NotApplied.refused(credential.id() + " is not enrolled here"));
        });
    }

    private Form form(Credential credential) {
        return Form.of(credential.kind(), home);
    }
}
