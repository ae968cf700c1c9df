package io.nhigovernor.governor.engine.view;

import java.util.Optional;

/**
 * A ring as a progress bar needs it.
 *
 * @param phase PENDING, OPEN, SOAKING, PASSED, CLOSED, RESTORING or RESTORED
 * @param moved members whose pointer shows the candidate
 * @param proven members with proof of life on the candidate
 * @param adopted members used exclusively with the candidate
 * @param failing members with a failed call on the candidate that no good one followed
 * @param restored members back on the prior
 */
public record RingView(
        String name,
        String phase,
        int members,
        int moved,
        int proven,
        int adopted,
        int failing,
        int restored,
        int excluded,
        int approvalsNeeded,
        Optional<VerdictView> verdict) {}
