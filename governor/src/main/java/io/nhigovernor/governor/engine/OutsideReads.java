package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.plan.Standing;
import io.nhigovernor.governor.plan.Standing.Pointed;
import io.nhigovernor.governor.rollout.Outside;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Delivery.Pointer;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Verifier;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads everything that is there of a credential: what its verifier accepts, and where each holder is pointed. */
final class OutsideReads {
    private final Connectors connectors;

    OutsideReads(Connectors connectors) {
        this.connectors = connectors;
    }

    /** Unreadable if not all of it can be read. */
    Reading<Outside> read(Credential credential) {
        Optional<Verifier> verifier = connectors.verifier(credential);
        Optional<Delivery> delivery = connectors.delivery(credential);
        if (verifier.isEmpty() || delivery.isEmpty()) {
            return Reading.unreadable("its connectors are not there");
        }
        try {
            Reading<Acceptance> acceptance = verifier.get().read(credential);
            if (acceptance instanceof Reading.Unreadable<Acceptance> cannot) {
                return Reading.unreadable("the verifier cannot be read: " + cannot.reason());
            }
            Map<String, Optional<Pointer>> pointers = new TreeMap<>();
            for (String holder : credential.holders()) {
                switch (delivery.get().read(new Target(credential, holder))) {
                    case Reading.Known<Optional<Pointer>> pointer -> pointers.put(holder, pointer.value());
                    case Reading.Unreadable<Optional<Pointer>> cannot -> {
                        return Reading.unreadable("the delivery to " + holder + " cannot be read: " + cannot.reason());
                    }
                }
            }
            return Reading.known(new Outside(((Reading.Known<Acceptance>) acceptance).value(), pointers));
        } catch (RuntimeException e) {
            return Reading.unreadable(Hands.bug("read outside", e));
        }
    }

    /** The same, as it is compared and kept: fingerprints only. */
    Reading<Standing> standing(Credential credential) {
        return switch (read(credential)) {
            case Reading.Known<Outside> known -> Reading.known(standing(known.value()));
            case Reading.Unreadable<Outside> cannot -> Reading.unreadable(cannot.reason());
        };
    }

    private static Standing standing(Outside seen) {
        Map<String, Pointed> pointers = new TreeMap<>();
        seen.pointers()
                .forEach((holder, pointer) -> pointers.put(
                        holder,
                        new Pointed(
                                pointer.map(Pointer::generation),
                                pointer.map(found -> found.version().value()))));
        return Standing.of(seen.acceptance(), pointers);
    }
}
