package io.nhigovernor.governor.rollout;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Credentials whose prior must not be taken away, with the reason, as they are at this very step: a legal hold, an
 * investigation, an archive only the old key opens.
 */
public record Retained(SortedMap<String, String> reasons) {
    public static final Retained NOTHING = new Retained(new TreeMap<>());

    public Retained {
        reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    }

    Optional<String> of(String credential) {
        return Optional.ofNullable(reasons.get(credential));
    }
}
