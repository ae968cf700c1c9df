package io.nhigovernor.governor.judge;

import java.util.List;

/**
 * How far a ring has come.
 *
 * @param members those not excluded
 * @param moved that are cut over
 * @param proven of the moved, those with enough successes on the candidate
 * @param failing whose last call on the candidate failed
 * @param notAdopted seen on the prior only since their cutover
 * @param silent moved and not heard since
 * @param restored by themselves, not yet excluded
 * @param candidateFails failed calls of members on the candidate, up to a halt if there was one
 */
public record Progress(
        int members,
        int moved,
        int proven,
        List<String> failing,
        List<String> notAdopted,
        List<String> silent,
        List<String> restored,
        long candidateFails) {}
