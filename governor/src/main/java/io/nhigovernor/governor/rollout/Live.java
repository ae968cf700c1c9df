package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.TargetId;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the newest tick said.
 *
 * @param healthy every required signal source proved itself alive
 */
public record Live(boolean healthy, SortedMap<TargetId, Sighting> sightings) {
    public static final Live BLIND = new Live(false, new TreeMap<>());

    Sighting of(TargetId target) {
        return sightings.getOrDefault(target, Sighting.NONE);
    }
}
