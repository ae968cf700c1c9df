package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Delivery.Pointer;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was read outside of one credential.
 *
 * @param pointers of each holder, by identity; empty where nothing was ever delivered
 */
public record Outside(Acceptance acceptance, Map<String, Optional<Pointer>> pointers) {
    public Outside {
        pointers = Collections.unmodifiableMap(new TreeMap<>(pointers));
    }
}
