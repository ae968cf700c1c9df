package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.local.files.DeliveredFiles.Shown;
import io.nhigovernor.connectors.local.files.ValueStore.Value;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
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
import io.nhigovernor.spi.Version;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Hands credentials to consumers as files; keeps every generation sealed until it is discarded. */
final class LocalDelivery implements Delivery {
    private final LocalHome home;

    LocalDelivery(LocalHome home) {
        this.home = home;
    }

    /** Nothing is pruned here: what is kept stays fetchable until it is discarded. */
    @Override
    public DeliveryCapabilities capabilities(Credential credential) {
        return new DeliveryCapabilities(true, Integer.MAX_VALUE);
    }

    @Override
    public Reading<Optional<Pointer>> read(Target target) {
        try {
            return Reading.known(home.delivered()
                    .current(target.id())
                    .map(shown -> new Pointer(shown.generation(), shown.version())));
        } catch (IOException e) {
            return Reading.unreadable(e.toString());
        }
    }

    @Override
    public Outcome stage(Target target, Material material, Call call) {
        return changing(target, call, current -> {
            var form = Form.of(target.credential().kind(), home);
            var fingerprint = form.fingerprint(material);
            var version = current.map(Shown::version).orElse(new Version(0));
            var staged = home.values().byAttempt(target.id(), call.attempt());
            if (staged.isPresent() && !staged.get().equals(fingerprint)) {
                return Locked.answer(
                        new Drift(new Observed(staged, version), "another value was staged under this attempt"));
            }
            var observed = Observed.of(fingerprint, version);
            try (var kept = home.values().get(target.id(), fingerprint).orElse(null)) {
                if (kept != null && !kept.attempt().equals(Optional.of(call.attempt()))) {
                    return Locked.answer(new Drift(observed, "already kept, but not under this attempt"));
                }
                // A key without its chain never takes the place of the same key with it.
                if (kept != null && !completes(form, kept.material(), material)) {
                    return Locked.answer(Applied.of(observed));
                }
            }
            return Locked.write(() -> {
                home.values().put(target.id(), new Value(fingerprint, Optional.of(call.attempt()), material));
                return Applied.of(observed);
            });
        });
    }

    private static boolean completes(Form form, Material kept, Material offered) throws UnusableMaterialException {
        return !isComplete(form, kept) && isComplete(form, offered);
    }

    private static boolean isComplete(Form form, Material material) throws UnusableMaterialException {
        var files = form.files(material);
        files.ifPresent(present -> present.values().forEach(content -> Arrays.fill(content, (byte) 0)));
        return files.isPresent();
    }

    @Override
    public Reading<Optional<Fingerprint>> pending(Target target, String attempt) {
        try {
            return Reading.known(home.values().byAttempt(target.id(), attempt));
        } catch (IOException e) {
            return Reading.unreadable(e.toString());
        }
    }

    @Override
    public Outcome promote(Target target, Fingerprint generation, Version expected, Call call) {
        return changing(target, call, current -> {
            var version = current.map(Shown::version).orElse(new Version(0));
            if (current.filter(shown -> shown.intent().equals(call.intent())
                            && shown.generation().equals(generation))
                    .isPresent()) {
                return Locked.answer(Applied.of(Observed.of(generation, version)));
            }
            if (!version.equals(expected)) {
                return Locked.answer(new Drift(
                        new Observed(current.map(Shown::generation), version),
                        "version " + version + ", expected " + expected));
            }
            try (var kept = home.values().get(target.id(), generation).orElse(null)) {
                if (kept == null) {
                    return Locked.answer(NotApplied.refused("no such generation is kept: " + generation));
                }
                return Form.of(target.credential().kind(), home)
                        .files(kept.material())
                        .map(files -> Locked.write(() -> {
                            try {
                                return Applied.of(home.delivered()
                                        .point(target.id(), generation, files, call.intent())
                                        .observed());
                            } finally {
                                files.values().forEach(content -> Arrays.fill(content, (byte) 0));
                            }
                        }))
                        .orElseGet(() -> Locked.answer(NotApplied.refused("the chain was not joined yet")));
            }
        });
    }

    @Override
    public Reading<Optional<Material>> fetch(Target target, Fingerprint generation) {
        try {
            return Reading.known(home.values().get(target.id(), generation).map(Value::material));
        } catch (IOException e) {
            return Reading.unreadable(e.toString());
        }
    }

    @Override
    public Outcome discard(Target target, Fingerprint generation, Call call) {
        return changing(target, call, current -> {
            if (current.filter(shown -> shown.generation().equals(generation)).isPresent()) {
                return Locked.answer(NotApplied.refused("the pointer shows it"));
            }
            return Locked.write(() -> {
                home.delivered().discard(target.id(), generation);
                home.values().remove(target.id(), generation);
                return Applied.of(new Observed(
                        current.map(Shown::generation),
                        current.map(Shown::version).orElse(new Version(0))));
            });
        });
    }

    /** Decides on what the target's link shows under its lock. */
    private interface Change {
        Locked.Step on(Optional<Shown> current) throws IOException, UnusableMaterialException;
    }

    private Outcome changing(Target target, Call call, Change change) {
        return Locked.run(
                home.locks(),
                LocalHome.targetLock(target.id()),
                call,
                () -> change.on(home.delivered().current(target.id())));
    }
}
