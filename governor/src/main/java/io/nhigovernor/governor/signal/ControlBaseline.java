package io.nhigovernor.governor.signal;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the control group was like before the first cutover.
 *
 * @param longestGapSeconds longest time between two successive signals of any of them
 */
public record ControlBaseline(Map<String, AccountBaseline> accounts, double longestGapSeconds) {
    public ControlBaseline {
        accounts = Collections.unmodifiableMap(new TreeMap<>(accounts));
    }

    public static ControlBaseline none() {
        return new ControlBaseline(Map.of(), 0);
    }
}
