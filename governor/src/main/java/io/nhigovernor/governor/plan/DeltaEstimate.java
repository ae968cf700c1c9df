package io.nhigovernor.governor.plan;

/** The judge's bound on the excess failure share, asked with traffic that is only expected. */
@FunctionalInterface
public interface DeltaEstimate {
    /**
     * The upper bound of the ring's failure share less the lower bound of control's (judge §2.4), each at the judge's level.
     *
     * @param ringFailing account-minutes of the ring that fail, as a sum of shares
     * @param ringMinutes account-minutes of the ring with a call
     * @param controlFailing the same of control; 0 without control
     * @param controlMinutes the same of control; 0 without control
     * @param phi overdispersion, at least 1
     */
    double attainable(double ringFailing, double ringMinutes, double controlFailing, double controlMinutes, double phi);
}
