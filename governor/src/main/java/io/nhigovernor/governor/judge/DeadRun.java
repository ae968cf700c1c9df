package io.nhigovernor.governor.judge;

/**
 * E-dead (S1): evidence that every call of one account fails since some moment after its cutover, against its own baseline
 * with failing episodes. A retry loop earns evidence per time, not per call. Times are seconds since the cutover.
 */
final class DeadRun {
    private static final double PRIOR_MASS = 0.5;
    private static final double LARGEST = 1e30;

    private final double failureShare;
    private final double window;
    private final Episodes episodes;
    private double dead = PRIOR_MASS;
    private double unspent = PRIOR_MASS;
    private double last;

    DeadRun(JudgeParameters parameters, double failureShare, Episodes episodes) {
        this.failureShare = failureShare;
        this.window = parameters.window();
        this.episodes = episodes;
    }

    static DeadRun resume(JudgeParameters parameters, double failureShare, Saved saved) {
        DeadRun run = new DeadRun(parameters, failureShare, Episodes.at(parameters, saved.episodes()));
        run.dead = saved.dead();
        run.unspent = saved.unspent();
        run.last = saved.last();
        return run;
    }

    void fail(double at, double common) {
        double released = released(at);
        episodes.predict(Math.max(0, at - last));
        dead = Math.min(LARGEST, (dead + released) / episodes.fail(failureShare, 1, common));
        spend(released, at);
    }

    void works(double at) {
        double released = released(at);
        episodes.works();
        dead = 0;
        spend(released, at);
    }

    /** Begins a new window at {@code at}: the prior mass is spent anew, the account's state is kept. */
    void renew(double at) {
        episodes.predict(Math.max(0, at - last));
        dead = PRIOR_MASS;
        unspent = PRIOR_MASS;
        last = Math.max(last, at);
    }

    double lnE() {
        return Logs.ln(dead + unspent);
    }

    Saved save() {
        return new Saved(episodes.state(), dead, unspent, last);
    }

    private double released(double at) {
        return Math.min(PRIOR_MASS / window * Math.max(0, at - last), unspent);
    }

    private void spend(double released, double at) {
        unspent -= released;
        last = Math.max(last, at);
    }

    /** What a snapshot keeps of a run. */
    public record Saved(double[] episodes, double dead, double unspent, double last) {}
}
