package io.nhigovernor.governor.judge;

/** Arithmetic on evidence kept as natural logarithms, so that neither end of the scale is lost. */
final class Logs {
    /** The least logarithm that is kept: of 1e-300. */
    static final double FLOOR = Math.log(1e-300);

    private Logs() {}

    static double ln(double value) {
        return value <= 1e-300 ? FLOOR : Math.log(value);
    }

    /** The logarithm of the mean of the exponentials. */
    static double mean(double... logs) {
        double[] weights = new double[logs.length];
        java.util.Arrays.fill(weights, 1.0 / logs.length);
        return sum(weights, logs);
    }

    /** The logarithm of the weighted sum of the exponentials. */
    static double sum(double[] weights, double[] logs) {
        double max = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            max = Math.max(max, log);
        }
        double sum = 0;
        for (int i = 0; i < logs.length; i++) {
            sum += weights[i] * Math.exp(logs[i] - max);
        }
        return Math.max(FLOOR, max + Math.log(sum));
    }
}
