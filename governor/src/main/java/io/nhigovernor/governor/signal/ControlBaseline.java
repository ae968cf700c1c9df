package io.nhigovernor.governor.signal;

import java.util.Map;

/**
 * What the control group was like before the first cutover.
 *
 * @param longestGapSeconds longest time between two successive signals of any of them
 */
public record ControlBaseline(Map<String, AccountBaseline> accounts, double longestGapSeconds) {
    public ControlBaseline {
        accounts = Map.copyOf(accounts);
    }

    public static ControlBaseline none() {
        return new ControlBaseline(Map.of(), 0);
    }
}
