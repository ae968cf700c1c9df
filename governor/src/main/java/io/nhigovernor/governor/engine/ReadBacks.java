package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.rollout.Action;
import io.nhigovernor.governor.rollout.Event.Found;
import io.nhigovernor.governor.rollout.OpenIntent;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Delivery.Pointer;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.spi.Version;
import java.util.Optional;
import java.util.function.Function;

/** Whether an intent whose answer was lost took effect: one reading rule per operation (guarantees §5, §6). */
final class ReadBacks {
    private static final Version UNVERSIONED = new Version(0);

    private final Connectors connectors;

    ReadBacks(Connectors connectors) {
        this.connectors = connectors;
    }

    /**
     * What became of an intent. What was to be taken away for good is never said to be: that nobody accepts it does not tell that
     * a list says so, that its tokens are gone, or that what an admission left half done was. It is asked again, which finds it gone.
     */
    Found read(Credential credential, Action.ReadBack read) {
        OpenIntent intent = read.intent();
        return switch (intent.operation()) {
            case STAGE -> staged(credential, intent);
            case PROMOTE -> pointed(credential, intent);
            case REPOINT -> pointed(credential, intent);
            case DISCARD -> discarded(credential, intent);
            case ADMIT -> accepted(credential, acceptance -> admitted(acceptance, intent));
            case DISABLE -> accepted(credential, acceptance -> disabled(acceptance, intent));
            case ENABLE -> accepted(credential, acceptance -> enabled(acceptance, intent));
            case DESTROY, WITHDRAW -> accepted(credential, ignored -> new Found.Absent());
        };
    }

    private Found staged(Credential credential, OpenIntent intent) {
        Target target = target(credential, intent);
        Delivery delivery = delivery(credential);
        return switch (delivery.pending(target, intent.attempt())) {
            case Reading.Unreadable<Optional<Fingerprint>> unreadable -> new Found.Unreadable(unreadable.reason());
            case Reading.Known<Optional<Fingerprint>> known -> {
                Optional<Fingerprint> pending = known.value();
                boolean there =
                        pending.isPresent() && (intent.generation().isEmpty() || complete(target, pending.get()));
                yield there ? visible(pending.get(), UNVERSIONED) : new Found.Absent();
            }
        };
    }

    /** Where a key or a label is staged first, its public part from the verifier being there tells that the second staging went through. */
    private boolean complete(Target target, Fingerprint generation) {
        Credential credential = target.credential();
        boolean signed = connectors
                        .verifier(credential)
                        .orElseThrow()
                        .capabilities(credential)
                        .mint()
                == Mint.CALLER_KEY_SIGNED;
        if (!(Fetching.fetch(delivery(credential), target, generation)
                        instanceof Reading.Known<Optional<Material>> known)
                || known.value().isEmpty()) {
            return false;
        }
        try (Material material = known.value().get()) {
            return material.publicPart()
                    .map(text -> !text.contains("BEGIN PUBLIC KEY"))
                    .orElse(!signed);
        }
    }

    private Found pointed(Credential credential, OpenIntent intent) {
        return switch (delivery(credential).read(target(credential, intent))) {
            case Reading.Unreadable<Optional<Pointer>> unreadable -> new Found.Unreadable(unreadable.reason());
            case Reading.Known<Optional<Pointer>> known -> {
                Optional<Pointer> pointer = known.value();
                if (pointer.isEmpty()) {
                    yield new Found.Foreign(new Observed(Optional.empty(), UNVERSIONED), "the pointer is gone");
                }
                boolean raised = pointer.get().version().after(intent.expected().orElseThrow());
                boolean wanted =
                        intent.generation().equals(Optional.of(pointer.get().generation()));
                if (raised && wanted) {
                    yield visible(pointer.get().generation(), pointer.get().version());
                }
                yield raised
                        ? new Found.Foreign(
                                Observed.of(
                                        pointer.get().generation(),
                                        pointer.get().version()),
                                "the pointer moved")
                        : new Found.Absent();
            }
        };
    }

    private Found discarded(Credential credential, OpenIntent intent) {
        Fingerprint generation = intent.generation().orElseThrow();
        return switch (delivery(credential).fetch(target(credential, intent), generation)) {
            case Reading.Unreadable<Optional<Material>> unreadable -> new Found.Unreadable(unreadable.reason());
            case Reading.Known<Optional<Material>> known -> {
                known.value().ifPresent(Material::close);
                yield known.value().isPresent() ? new Found.Absent() : visible(generation, UNVERSIONED);
            }
        };
    }

    private Found accepted(Credential credential, Function<Acceptance, Found> rule) {
        return switch (connectors.verifier(credential).orElseThrow().read(credential)) {
            case Reading.Unreadable<Acceptance> unreadable -> new Found.Unreadable(unreadable.reason());
            case Reading.Known<Acceptance> known -> rule.apply(known.value());
        };
    }

    private static Found admitted(Acceptance acceptance, OpenIntent intent) {
        return acceptance
                .byAttempt(intent.attempt())
                .map(found -> visible(found.fingerprint(), acceptance.version()))
                .orElse(new Found.Absent());
    }

    private static Found disabled(Acceptance acceptance, OpenIntent intent) {
        Fingerprint generation = intent.generation().orElseThrow();
        Optional<AcceptedGeneration> found = acceptance.of(generation);
        if (found.isEmpty()) {
            return new Found.Foreign(
                    new Observed(Optional.empty(), acceptance.version()), "the verifier no longer knows the prior");
        }
        return found.get().enabled() ? new Found.Absent() : visible(generation, acceptance.version());
    }

    private static Found enabled(Acceptance acceptance, OpenIntent intent) {
        Fingerprint generation = intent.generation().orElseThrow();
        boolean raised = acceptance.version().after(intent.expected().orElseThrow());
        return acceptance.accepts(generation) && raised
                ? visible(generation, acceptance.version())
                : new Found.Absent();
    }

    private static Found visible(Fingerprint generation, Version version) {
        return new Found.Visible(Outcome.Applied.of(Observed.of(generation, version)));
    }

    private Delivery delivery(Credential credential) {
        return connectors.delivery(credential).orElseThrow();
    }

    private static Target target(Credential credential, OpenIntent intent) {
        return new Target(credential, intent.target().orElseThrow().identity());
    }
}
