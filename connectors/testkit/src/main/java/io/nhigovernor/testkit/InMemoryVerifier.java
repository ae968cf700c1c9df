package io.nhigovernor.testkit;

import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.Drift;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Secret;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.spi.Version;
import java.util.Optional;

/** The verifier side of {@link InMemoryBackend}. */
final class InMemoryVerifier implements Verifier {
    private final InMemoryBackend backend;

    InMemoryVerifier(InMemoryBackend backend) {
        this.backend = backend;
    }

    @Override
    public VerifierCapabilities capabilities(Credential credential) {
        return backend.capabilities(credential).verifier();
    }

    @Override
    public Reading<Acceptance> read(Credential credential) {
        synchronized (backend) {
            return Reading.known(backend.accepted(credential.id()).acceptance());
        }
    }

    @Override
    public Outcome admit(Credential credential, Material candidate, Call call) {
        synchronized (backend) {
            var state = backend.accepted(credential.id());
            var mint = capabilities(credential).mint();
            var already = state.byAttempt(call.attempt());
            if (already.isPresent()) {
                return repeated(state, already.get(), mint, candidate);
            }
            var minted = minted(mint, candidate);
            var publicPart = minted.isPresent() ? minted : candidate.publicPart();
            var fingerprint = fingerprint(candidate, publicPart);
            if (state.isDestroyed(fingerprint, call.attempt())) {
                return NotApplied.refused("this generation was destroyed");
            }
            if (state.known(fingerprint)) {
                return new Drift(state.observed(fingerprint), "already accepted, but not by this attempt");
            }
            state.put(
                    new AcceptedGeneration(
                            fingerprint,
                            true,
                            Optional.of(call.attempt()),
                            Validity.UNLIMITED,
                            // A value the verifier made is returned once and cannot be read again.
                            mint == Mint.VERIFIER ? Optional.empty() : publicPart),
                    capabilities(credential).overlap());
            backend.log(call, "admit", credential.id(), fingerprint);
            return new Applied(state.observed(fingerprint), minted);
        }
    }

    private static Outcome repeated(AcceptState state, AcceptedGeneration found, Mint mint, Material candidate) {
        var observed = Observed.of(found.fingerprint(), state.acceptance().version());
        if (mint == Mint.VERIFIER) {
            return Applied.of(observed);
        }
        if (!found.fingerprint().equals(Fingerprints.of(candidate))) {
            return new Drift(observed, "another value was admitted under this attempt");
        }
        return new Applied(observed, mint == Mint.CALLER_KEY_SIGNED ? found.publicPart() : Optional.empty());
    }

    private Optional<String> minted(Mint mint, Material candidate) {
        return switch (mint) {
            case CALLER -> Optional.empty();
            case CALLER_KEY_SIGNED ->
                candidate.publicPart().map(key -> "signed in memory, serial " + backend.nextSerial() + "\n" + key);
            case VERIFIER -> Optional.of("minted-" + backend.nextSerial());
        };
    }

    private static Fingerprint fingerprint(Material candidate, Optional<String> publicPart) {
        try (var named = new Material(candidate.secret().use(Secret::copyOf), publicPart)) {
            return Fingerprints.of(named);
        }
    }

    @Override
    public Proof prove(Credential credential, Material material, RelyingParty party, String probe) {
        synchronized (backend) {
            return switch (backend.party(party.name())) {
                case DOWN -> new Proof.Inconclusive(party.name() + " is down");
                case REFUSES_ALL -> new Proof.Refused(party.name() + " refuses all");
                case UP ->
                    backend.acceptsNow(credential.id(), Fingerprints.of(material))
                            ? new Proof.Accepted()
                            : new Proof.Refused("not accepted");
            };
        }
    }

    @Override
    public Outcome disable(Credential credential, Fingerprint generation, Version expected, Call call) {
        synchronized (backend) {
            var state = backend.accepted(credential.id());
            if (capabilities(credential).disable() == Disable.NONE) {
                return NotApplied.refused("cannot be disabled here");
            }
            return backend.once(call, "disable", credential.id())
                    .or(() -> hindrance(credential, generation, expected))
                    .orElseGet(() -> {
                        state.disable(generation, capabilities(credential).disable() == Disable.RECREATE);
                        return done(state, generation, call, "disable", credential);
                    });
        }
    }

    @Override
    public Outcome enable(Credential credential, Fingerprint generation, Version expected, Call call) {
        synchronized (backend) {
            var state = backend.accepted(credential.id());
            return backend.once(call, "enable", credential.id())
                    .or(() -> hindrance(credential, generation, expected))
                    .orElseGet(() -> {
                        state.enable(generation, capabilities(credential).overlap());
                        return done(state, generation, call, "enable", credential);
                    });
        }
    }

    private Optional<Outcome> hindrance(Credential credential, Fingerprint generation, Version expected) {
        var state = backend.accepted(credential.id());
        var found = state.acceptance().version();
        if (capabilities(credential).conditionalDisable() && !found.equals(expected)) {
            return Optional.of(new Drift(state.observed(generation), "version " + found + ", expected " + expected));
        }
        return state.known(generation)
                ? Optional.empty()
                : Optional.of(NotApplied.refused("no such generation: " + generation));
    }

    private Outcome done(AcceptState state, Fingerprint generation, Call call, String verb, Credential credential) {
        backend.log(call, verb, credential.id(), generation);
        var observed = Observed.of(generation, state.acceptance().version());
        return backend.remember(call, verb, credential.id(), Applied.of(observed));
    }

    @Override
    public Outcome destroy(Credential credential, Fingerprint generation, Call call) {
        synchronized (backend) {
            var state = backend.accepted(credential.id());
            if (state.known(generation)) {
                state.destroy(generation);
                backend.log(call, "destroy", credential.id(), generation);
            }
            return Applied.of(state.observed(generation));
        }
    }
}
