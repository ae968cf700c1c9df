package io.nhigovernor.governor.judge;

/** Bounds on a failing share that hold at all times, from a beta-binomial mixture with prior Beta(1, 100). */
public final class ExcessBound {
    private static final double A = 1;
    private static final double B = 100;
    private static final double LEVEL = 0.025;
    private static final int BISECTIONS = 80;

    private ExcessBound() {}

    /** The largest share still believable after {@code x} failing of {@code n}, both possibly fractional. */
    public static double upper(double x, double n, double level) {
        return bound(x, n, level, 1);
    }

    /** The least share still believable. */
    public static double lower(double x, double n, double level) {
        return bound(x, n, level, 0);
    }

    /**
     * How much more the ring may fail than control does: its upper bound less control's lower one, or less {@code own}, the
     * share the ring failed before, if that is more.
     *
     * @param dispersion how much more the shares vary than independent calls would; counted as 2 at least, 50 at most
     */
    public static double excess(double xr, double nr, double xc, double nc, double dispersion, double own) {
        double phi = Math.clamp(dispersion, 2, 50);
        return upper(xr / phi, nr / phi, LEVEL) - Math.max(lower(xc / phi, nc / phi, LEVEL), own);
    }

    private static double bound(double x, double n, double level, double end) {
        double mixture = LogGamma.beta(A + x, B + n - x) - LogGamma.beta(A, B);
        double limit = Math.log(1 / level);
        double believable = n > 0 ? x / n : 1 - end;
        double beyond = end;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (believable + beyond) / 2;
            if (mixture - term(x, middle) - term(n - x, 1 - middle) < limit) {
                believable = middle;
            } else {
                beyond = middle;
            }
        }
        return believable;
    }

    private static double term(double count, double share) {
        return count == 0 ? 0 : count * Math.log(share);
    }
}
