package io.nhigovernor.governor.engine;

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

    /** Empty if not all of it can be read. */
    Optional<Outside> read(Credential credential) {
        Optional<Verifier> verifier = connectors.verifier(credential);
        Optional<Delivery> delivery = connectors.delivery(credential);
        if (verifier.isEmpty() || delivery.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (!(verifier.get().read(credential) instanceof Reading.Known<Acceptance> acceptance)) {
                return Optional.empty();
            }
            Map<String, Optional<Pointer>> pointers = new TreeMap<>();
            for (String holder : credential.holders()) {
                if (!(delivery.get().read(new Target(credential, holder))
                        instanceof Reading.Known<Optional<Pointer>> pointer)) {
                    return Optional.empty();
                }
                pointers.put(holder, pointer.value());
            }
            return Optional.of(new Outside(acceptance.value(), pointers));
        } catch (RuntimeException e) {
            Hands.bug("read outside", e);
            return Optional.empty();
        }
    }
}
