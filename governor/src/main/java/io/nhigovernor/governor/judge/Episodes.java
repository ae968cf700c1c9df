package io.nhigovernor.governor.judge;

/**
 * How likely each harmless state of an account is, in the light of its calls so far: working, in the cutover's transient, in
 * a short failing episode, in a long one. The four sum to 1.
 */
final class Episodes {
    private final JudgeParameters rates;
    private double working;
    private double inTransient;
    private double inShort;
    private double inLong;

    private Episodes(JudgeParameters rates, double working, double inTransient, double inShort, double inLong) {
        this.rates = rates;
        this.working = working;
        this.inTransient = inTransient;
        this.inShort = inShort;
        this.inLong = inLong;
    }

    static Episodes at(JudgeParameters rates, double[] state) {
        return new Episodes(rates, state[0], state[1], state[2], state[3]);
    }

    /** At the cutover, {@code gap} seconds after the last call, which worked or failed. */
    static Episodes start(JudgeParameters rates, double gap, boolean lastOk) {
        double rest = 1 - rates.transientShare();
        if (!lastOk) {
            return new Episodes(rates, 0.1 * rest, rates.transientShare(), 0.45 * rest, 0.45 * rest);
        }
        double rate = rates.shortRate() + rates.longRate();
        double out = -Math.expm1(-rate * gap);
        return new Episodes(
                rates,
                (1 - out) * rest,
                rates.transientShare(),
                out * rates.shortRate() / rate * rest,
                out * rates.longRate() / rate * rest);
    }

    /** Lets {@code seconds} pass. */
    void predict(double seconds) {
        double rate = rates.shortRate() + rates.longRate();
        double out = working * -Math.expm1(-rate * seconds);
        double transientStays = Math.exp(-seconds / rates.transientLength());
        double shortStays = Math.exp(-seconds / rates.shortLength());
        double longStays = Math.exp(-seconds / rates.longLength());
        working = working
                - out
                + inTransient * (1 - transientStays)
                + inShort * (1 - shortStays)
                + inLong * (1 - longStays);
        inTransient *= transientStays;
        inShort = inShort * shortStays + out * rates.shortRate() / rate;
        inLong = inLong * longStays + out * rates.longRate() / rate;
    }

    /** Takes in {@code calls} failures at once; answers how likely that was. */
    double fail(double failureShare, int calls, double common) {
        double probability = 1 - (1 - failureShare) * (1 - common);
        working *= Math.pow(probability, calls);
        double sum = working + inTransient + inShort + inLong;
        working /= sum;
        inTransient /= sum;
        inShort /= sum;
        inLong /= sum;
        return sum;
    }

    void works() {
        working = 1;
        inTransient = 0;
        inShort = 0;
        inLong = 0;
    }

    double[] state() {
        return new double[] {working, inTransient, inShort, inLong};
    }
}
