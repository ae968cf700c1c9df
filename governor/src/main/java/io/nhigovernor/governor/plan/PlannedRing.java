package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.ring.Ring;
import io.nhigovernor.spi.TargetId;
import java.util.List;

/** A ring with its members frozen, in order of target id. */
public record PlannedRing(Ring ring, List<TargetId> members) {
    public PlannedRing {
        members = List.copyOf(members);
    }
}
