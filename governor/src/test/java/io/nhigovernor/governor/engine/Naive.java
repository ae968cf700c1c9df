package io.nhigovernor.governor.engine;

import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery.Pointer;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import io.nhigovernor.testkit.Fingerprints;
import io.nhigovernor.testkit.Materials;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a script does that rotates, waits and deletes: it looks at nothing. */
final class Naive {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private final Simulation world;
    private int calls;

    Naive(Simulation world) {
        this.world = world;
        world.promised = false;
    }

    /** Rotates everything in the rings at once, waits, deletes what was there before. */
    void rotate(Duration waits) {
        List<Credential> all = moving();
        all.forEach(this::replace);
        world.run(waits);
        all.forEach(this::delete);
    }

    List<Credential> moving() {
        return world.consumers.values().stream()
                .filter(consumer -> !consumer.target.identity().startsWith("c-"))
                .map(consumer -> consumer.target.credential())
                .distinct()
                .toList();
    }

    /** Lets the new value in and points every holder it knows of at it. */
    Fingerprint replace(Credential credential) {
        Fingerprint made = prepare(new Target(credential, credential.holders().getFirst()));
        credential.holders().forEach(holder -> point(new Target(credential, holder), made));
        return made;
    }

    /** Lets a new value in and lays it beside the old one, without pointing anybody at it. */
    Fingerprint prepare(Target target) {
        Credential credential = target.credential();
        var mint = world.backend.verifier().capabilities(credential).mint();
        try (var made = Materials.of(credential.id() + " 2", mint)) {
            world.backend.verifier().admit(credential, made, call());
            for (String holder : credential.holders()) {
                world.backend.delivery().stage(new Target(credential, holder), made, call());
            }
            return Fingerprints.of(made);
        }
    }

    /** Writes what it was shown as the value. */
    void write(Target target, Material shown) {
        world.backend.delivery().stage(target, shown, call());
        point(target, Fingerprints.of(shown));
    }

    void point(Target target, Fingerprint generation) {
        world.backend.delivery().promote(target, generation, pointer(target).version(), call());
    }

    void delete(Credential credential) {
        delete(credential, world.first(credential.id()));
    }

    void delete(Credential credential, Fingerprint generation) {
        world.backend.verifier().destroy(credential, generation, call());
    }

    private Pointer pointer(Target target) {
        if (world.backend.delivery().read(target) instanceof Reading.Known<Optional<Pointer>> known) {
            return known.value().orElseThrow();
        }
        throw new IllegalStateException("the backend itself is always readable");
    }

    /** One attempt throughout, and no idea of what an idempotency key is for. */
    private Call call() {
        return new Call("naive-" + ++calls, "naive", DEADLINE);
    }
}
