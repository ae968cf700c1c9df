package io.nhigovernor.governor.judge;

import java.util.List;

/**
 * Evidence of all accounts of a ring as one, mixed over how many of them may be broken. The products are kept as a tree of
 * sums: a change costs a path, and the value depends on the accounts' evidence only, not on how it came about.
 */
final class RingMixture {
    static final double[] BROKEN = {1, 0.3, 0.1, 0.03, 0.01};
    private static final double LARGEST = 1000;

    private final int leaves;
    private final double[][] sums;

    /** All accounts at E = 1. */
    RingMixture(int accounts) {
        int size = 1;
        while (size < accounts) {
            size *= 2;
        }
        this.leaves = size;
        this.sums = new double[BROKEN.length][2 * size];
    }

    void set(int account, double lnE) {
        double capped = Math.min(Math.exp(lnE), LARGEST);
        for (int f = 0; f < BROKEN.length; f++) {
            double[] tree = sums[f];
            int node = leaves + account;
            tree[node] = term(BROKEN[f], capped);
            for (node /= 2; node >= 1; node /= 2) {
                tree[node] = tree[2 * node] + tree[2 * node + 1];
            }
        }
    }

    double lnE() {
        return lnEWithout(List.of());
    }

    /** The evidence with these accounts left out. */
    double lnEWithout(List<Integer> accounts) {
        double[] products = new double[BROKEN.length];
        for (int f = 0; f < BROKEN.length; f++) {
            products[f] = sums[f][1];
            for (int account : accounts) {
                products[f] -= sums[f][leaves + account];
            }
        }
        return Logs.mean(products);
    }

    /** One account's factor, as a logarithm. */
    static double term(double broken, double e) {
        return Logs.ln(1 - broken + broken * Math.min(e, LARGEST));
    }
}
