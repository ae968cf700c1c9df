package io.nhigovernor.testkit;

import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.DeliveryCapabilities;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Version;
import java.util.Optional;

/** A delivery behind a bad line; each call first asks {@link Faults} what goes wrong with it. */
public final class FaultyDelivery implements Delivery {
    private final Delivery inner;
    private final FaultyCalls<Optional<Pointer>> calls;

    public FaultyDelivery(Delivery inner, Faults faults, DelayedEffects delayed) {
        this.inner = inner;
        this.calls = new FaultyCalls<>(faults, delayed);
    }

    @Override
    public DeliveryCapabilities capabilities(Credential credential) {
        return inner.capabilities(credential);
    }

    @Override
    public Reading<Optional<Pointer>> read(Target target) {
        return calls.read(target.id().toString(), () -> inner.read(target));
    }

    @Override
    public Outcome stage(Target target, Material material, Call call) {
        var copy = material.copy();
        return calls.effect(
                "stage",
                target.id().toString(),
                () -> inner.read(target),
                () -> inner.stage(target, material, call),
                () -> {
                    try (copy) {
                        return inner.stage(target, copy, call);
                    }
                });
    }

    @Override
    public Reading<Optional<Fingerprint>> pending(Target target, String attempt) {
        return calls.plainRead("pending", target.id().toString(), () -> inner.pending(target, attempt));
    }

    @Override
    public Outcome promote(Target target, Fingerprint generation, Version expected, Call call) {
        return effect("promote", target, () -> inner.promote(target, generation, expected, call));
    }

    @Override
    public Reading<Optional<Material>> fetch(Target target, Fingerprint generation) {
        return calls.plainRead("fetch", target.id().toString(), () -> inner.fetch(target, generation));
    }

    @Override
    public Outcome discard(Target target, Fingerprint generation, Call call) {
        return effect("discard", target, () -> inner.discard(target, generation, call));
    }

    private Outcome effect(String verb, Target target, FaultyCalls.Effect effect) {
        return calls.effect(verb, target.id().toString(), () -> inner.read(target), effect);
    }
}
