package io.nhigovernor.governor.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Which disturbances happen in one world, and when. Each seed takes a random subset of them with random rates (swarm). Every
 * question has a number; what fired can be replayed, or any part of it, by naming the numbers that may fire again.
 */
public final class Chances {
    private static final double[] RATES = {0.003, 0.01, 0.03, 0.08};

    private final SplittableRandom random;
    private final double[] rates = new double[Disturbance.values().length];
    private final Optional<BitSet> only;
    private final BitSet fired = new BitSet();
    private final List<Fired> story = new ArrayList<>();
    private final Tally tally;
    private int asked;
    private boolean calm;

    /** One disturbance that happened. @param number of the question @param what in words, from the world */
    public record Fired(int number, Disturbance disturbance, String what) {}

    /** @param only the numbers that may fire; all if empty */
    public Chances(long seed, Optional<BitSet> only, Tally tally) {
        this.random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        this.only = only;
        this.tally = tally;
        for (Disturbance disturbance : Disturbance.values()) {
            if (!disturbance.rated()) {
                continue;
            }
            boolean taken = random.nextInt(5) < 3;
            double rate = RATES[random.nextInt(RATES.length)];
            rates[disturbance.ordinal()] = taken ? rate : 0;
        }
    }

    /** Never this one. */
    public Chances without(Disturbance... disturbances) {
        for (Disturbance disturbance : disturbances) {
            rates[disturbance.ordinal()] = 0;
        }
        return this;
    }

    public double rate(Disturbance disturbance) {
        return rates[disturbance.ordinal()];
    }

    public boolean happens(Disturbance disturbance, String subject) {
        return happens(disturbance, 1, subject);
    }

    /** @param share of the rate that counts here */
    public boolean happens(Disturbance disturbance, double share, String subject) {
        boolean drawn = random.nextDouble() < rates[disturbance.ordinal()] * share;
        return happens(disturbance, drawn && !calm, subject);
    }

    /** What was decided elsewhere, in a calm too; left out where only others may happen. */
    public boolean ordered(Disturbance disturbance, String subject) {
        return happens(disturbance, true, subject);
    }

    private boolean happens(Disturbance disturbance, boolean drawn, String subject) {
        int number = asked++;
        if (!drawn) {
            return false;
        }
        if (only.isPresent() && !only.get().get(number)) {
            return false;
        }
        fired.set(number);
        tally.disturbed(disturbance);
        if (only.isPresent()) {
            story.add(new Fired(number, disturbance, subject));
        }
        return true;
    }

    /** Nothing goes wrong any more. */
    public void calm() {
        calm = true;
    }

    public void trouble() {
        calm = false;
    }

    public BitSet fired() {
        return fired;
    }

    /** Told only where the numbers were given, so that long campaigns stay small. */
    public List<Fired> story() {
        return story;
    }

    @Override
    public String toString() {
        return Arrays.toString(rates);
    }
}
