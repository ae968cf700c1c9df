package io.nhigovernor.governor.judge;

/** Evidence against a ring, as logarithms: of all, and of the part that weighs most. */
record RingEvidence(double lnE, double lnS1, double lnS3, double lnS4) {
    private static final double[] WEIGHTS = {0.5, 0.3, 0.2};

    static RingEvidence of(double lnS1, double lnS3, double lnS4) {
        return new RingEvidence(combine(lnS1, lnS3, lnS4), lnS1, lnS3, lnS4);
    }

    static double combine(double lnS1, double lnS3, double lnS4) {
        return Logs.sum(WEIGHTS, new double[] {lnS1, lnS3, lnS4});
    }
}
