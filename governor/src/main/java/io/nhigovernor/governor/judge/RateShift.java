package io.nhigovernor.governor.judge;

/**
 * E-rate (S3): evidence that accounts of the ring have unusual failures oftener than control's, whatever factor common to
 * both moves them. Events and exposure are counted by {@link RiskArm}.
 */
final class RateShift {
    private static final double[] RATIOS = {3, 10, 30};
    static final double MARGIN = 1.5;
    static final double MARGIN_WITHOUT_CONTROL = 4;

    private RateShift() {}

    static double lnE(int ringEvents, int controlEvents, double ring, double control, double a, double margin) {
        double expected = margin * ring;
        double[] values = new double[RATIOS.length];
        for (int i = 0; i < RATIOS.length; i++) {
            values[i] = ringEvents * Math.log(RATIOS[i])
                    + (a + ringEvents + controlEvents)
                            * Math.log((a + expected + control) / (a + RATIOS[i] * expected + control));
        }
        return Logs.mean(values);
    }
}
