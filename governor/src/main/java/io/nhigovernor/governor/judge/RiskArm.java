package io.nhigovernor.governor.judge;

import java.util.Comparator;
import java.util.PriorityQueue;

/** The accounts of the ring, or of control, in E-rate: their events so far, and their exposure exact to the event. */
final class RiskArm {
    private final int eventsPerAccount;
    private final PriorityQueue<RiskAccount> returning =
            new PriorityQueue<>(Comparator.<RiskAccount>comparingLong(account -> account.returns)
                    .thenComparingInt(account -> account.index));
    private double exposure;
    private double weightAtRisk;
    private int countAtRisk;
    private int events;
    private long last = Long.MIN_VALUE;

    RiskArm(int eventsPerAccount) {
        this.eventsPerAccount = eventsPerAccount;
    }

    void enter(RiskAccount account, long cutover, long starts) {
        account.cutover = cutover;
        account.starts = starts;
        returnAt(account, starts);
    }

    /** Takes one call of an account; answers whether it made an event. */
    boolean call(RiskAccount account, long at, boolean failed) {
        if (account.starts == RiskAccount.NONE || at < account.starts) {
            return false;
        }
        boolean unusual = account.unusual(at, failed);
        if (!unusual) {
            return false;
        }
        advance(at);
        if (!account.atRisk) {
            return false;
        }
        events++;
        account.events++;
        leave(account);
        if (account.events < eventsPerAccount) {
            returnAt(account, account.nextBlock());
        }
        return true;
    }

    /** Lets exposure grow up to {@code at}. */
    void advance(long at) {
        while (!returning.isEmpty() && returning.element().returns <= at) {
            RiskAccount back = returning.remove();
            grow(back.returns);
            back.returns = RiskAccount.NONE;
            back.atRisk = true;
            back.riskSince = last;
            weightAtRisk += back.weight;
            countAtRisk++;
        }
        grow(at);
    }

    /** Passes over a time in which nothing could be seen: no exposure. */
    void skip(long until) {
        last = Math.max(last, until);
    }

    /** Begins a new window: no events, no exposure, and everyone who used up theirs is back. */
    void renew(Iterable<RiskAccount> accounts, long at) {
        advance(at);
        exposure = 0;
        events = 0;
        for (RiskAccount account : accounts) {
            account.events = 0;
            account.exposure = 0;
            account.riskSince = at;
            if (!account.atRisk && account.returns == RiskAccount.NONE && account.starts != RiskAccount.NONE) {
                returnAt(account, at);
            }
        }
    }

    double exposure() {
        return exposure;
    }

    int events() {
        return events;
    }

    long last() {
        return last;
    }

    Saved save() {
        return new Saved(exposure, weightAtRisk, events, last);
    }

    void restore(Saved saved, Iterable<RiskAccount> accounts) {
        exposure = saved.exposure();
        weightAtRisk = saved.weightAtRisk();
        events = saved.events();
        last = saved.last();
        for (RiskAccount account : accounts) {
            countAtRisk += account.atRisk ? 1 : 0;
            if (account.returns != RiskAccount.NONE) {
                returning.add(account);
            }
        }
    }

    private void returnAt(RiskAccount account, long at) {
        account.returns = at;
        returning.add(account);
    }

    private void leave(RiskAccount account) {
        account.exposure = account.exposure(last);
        account.atRisk = false;
        countAtRisk--;
        weightAtRisk = countAtRisk == 0 ? 0 : weightAtRisk - account.weight;
    }

    private void grow(long at) {
        if (last != Long.MIN_VALUE && at > last) {
            exposure += weightAtRisk * (at - last) / RiskAccount.BLOCK;
        }
        last = Math.max(last, at);
    }

    /** What a snapshot keeps. */
    public record Saved(double exposure, double weightAtRisk, int events, long last) {}
}
