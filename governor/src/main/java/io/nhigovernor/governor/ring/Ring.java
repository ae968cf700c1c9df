package io.nhigovernor.governor.ring;

import java.time.Duration;

/**
 * A ring: the members that change together and the gate they must pass.
 *
 * @param approvals distinct human approvals needed before it opens
 * @param quiet how long no consumer may have been seen on the prior before a member counts as adopted
 * @param adoptBy healthy time after a pointer's move within which its consumers must have been seen on the candidate
 * @param returnBy healthy time after a restore within which its consumers must have been seen back on the prior
 */
public record Ring(
        String name, Selector select, Gate gate, int approvals, Duration quiet, Duration adoptBy, Duration returnBy) {}
