package io.nhigovernor.spi;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A service account, workload or agent that presents a credential.
 *
 * @param cadence how often it normally calls; a nightly job says PT24H
 */
public record Identity(String id, String owner, SortedMap<String, String> labels, Tier tier, Duration cadence) {
    public Identity {
        Names.require("identity id", id);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        if (cadence.isNegative() || cadence.isZero()) {
            throw new IllegalArgumentException("cadence of " + id + " must be positive");
        }
    }

    public static Identity of(String id, String owner, Map<String, String> labels, Tier tier, Duration cadence) {
        return new Identity(id, owner, new TreeMap<>(labels), tier, cadence);
    }
}
