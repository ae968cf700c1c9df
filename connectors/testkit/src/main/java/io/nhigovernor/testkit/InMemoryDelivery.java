package io.nhigovernor.testkit;

import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.DeliveryCapabilities;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.Drift;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.spi.Version;
import java.util.Optional;

/** The delivery side of {@link InMemoryBackend}. */
final class InMemoryDelivery implements Delivery {
    private final InMemoryBackend backend;

    InMemoryDelivery(InMemoryBackend backend) {
        this.backend = backend;
    }

    @Override
    public DeliveryCapabilities capabilities(Credential credential) {
        return backend.capabilities(credential).delivery();
    }

    @Override
    public Reading<Optional<Pointer>> read(Target target) {
        synchronized (backend) {
            return Reading.known(backend.pointed(target.id()).pointer());
        }
    }

    @Override
    public Outcome stage(Target target, Material material, Call call) {
        synchronized (backend) {
            var state = backend.pointed(target.id());
            var fingerprint = Fingerprints.of(material);
            var staged = state.byAttempt(call.attempt());
            if (staged.isPresent() && !staged.get().equals(fingerprint)) {
                return new Drift(new Observed(staged, state.version()), "another value was staged under this attempt");
            }
            var kept = state.kept(fingerprint);
            if (kept.isPresent()
                    && kept.get().attempt().filter(call.attempt()::equals).isEmpty()) {
                return new Drift(Observed.of(fingerprint, state.version()), "already kept, but not under this attempt");
            }
            if (kept.isEmpty() || completes(kept.get().material(), material)) {
                state.keep(fingerprint, material, Optional.of(call.attempt()));
                backend.log(call, "stage", target.id().toString(), fingerprint);
            }
            return Applied.of(Observed.of(fingerprint, state.version()));
        }
    }

    private static boolean completes(Material kept, Material staged) {
        return !kept.publicPart().equals(staged.publicPart())
                && kept.publicPart().map(InMemoryDelivery::unsigned).orElse(true);
    }

    private static boolean unsigned(String publicPart) {
        return publicPart.startsWith(Fingerprints.PUBLIC_KEY);
    }

    @Override
    public Reading<Optional<Fingerprint>> pending(Target target, String attempt) {
        synchronized (backend) {
            return Reading.known(backend.pointed(target.id()).byAttempt(attempt));
        }
    }

    @Override
    public Outcome promote(Target target, Fingerprint generation, Version expected, Call call) {
        synchronized (backend) {
            var subject = target.id().toString();
            return backend.once(call, "promote", subject)
                    .or(() -> hindrance(target, generation, expected))
                    .orElseGet(() -> {
                        var state = backend.pointed(target.id());
                        state.point(
                                generation, capabilities(target.credential()).generationsKept());
                        backend.log(call, "promote", subject, generation);
                        return backend.remember(call, "promote", subject, Applied.of(state.observed()));
                    });
        }
    }

    private Optional<Outcome> hindrance(Target target, Fingerprint generation, Version expected) {
        var state = backend.pointed(target.id());
        if (capabilities(target.credential()).conditionalPointer()
                && !state.version().equals(expected)) {
            return Optional.of(new Drift(state.observed(), "version " + state.version() + ", expected " + expected));
        }
        var kept = state.kept(generation);
        if (kept.isEmpty()) {
            return Optional.of(NotApplied.refused("no such generation is kept: " + generation));
        }
        var signs = backend.capabilities(target.credential()).verifier().mint() == Mint.CALLER_KEY_SIGNED;
        return signs
                        && kept.get()
                                .material()
                                .publicPart()
                                .map(InMemoryDelivery::unsigned)
                                .orElse(true)
                ? Optional.of(NotApplied.refused("the chain was not joined yet"))
                : Optional.empty();
    }

    @Override
    public Reading<Optional<Material>> fetch(Target target, Fingerprint generation) {
        synchronized (backend) {
            return Reading.known(backend.pointed(target.id())
                    .kept(generation)
                    .map(kept -> kept.material().copy()));
        }
    }

    @Override
    public Outcome discard(Target target, Fingerprint generation, Call call) {
        synchronized (backend) {
            var state = backend.pointed(target.id());
            if (state.pointsAt(generation)) {
                return NotApplied.refused("the pointer shows it");
            }
            if (state.kept(generation).isPresent()) {
                state.drop(generation);
                backend.log(call, "discard", target.id().toString(), generation);
            }
            return Applied.of(state.observed());
        }
    }
}
