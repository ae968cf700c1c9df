package io.nhigovernor.governor.ring;

import io.nhigovernor.governor.ring.Gate.Promise;
import io.nhigovernor.governor.ring.RingPlanProblem.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Everything wrong with a gate, at once. */
public final class GateProblems {
    private final String path;
    private final List<RingPlanProblem> problems = new ArrayList<>();

    private GateProblems(String path) {
        this.path = path;
    }

    /** @param path where the gate stands, with a trailing dot, or empty */
    public static List<RingPlanProblem> of(Gate gate, String path) {
        var found = new GateProblems(path);
        found.signals(gate);
        found.windows(gate);
        found.shares(gate);
        return List.copyOf(found.problems);
    }

    private void signals(Gate gate) {
        if (gate.signals().isEmpty()) {
            add(Rule.EMPTY, "signals", "no kind of signal is judged", "name AUTH, POLICY or both");
        }
        if (Set.copyOf(gate.signals()).size() < gate.signals().size()) {
            add(Rule.DUPLICATE, "signals", "a kind of signal is named twice", "name each kind once");
        }
    }

    private void windows(Gate gate) {
        if (gate.settle().isNegative()) {
            add(Rule.OUT_OF_RANGE, "settle", "settle is negative", "give zero or more");
        }
        if (gate.maxCacheTtl().isNegative()) {
            add(Rule.OUT_OF_RANGE, "maxCacheTtl", "maxCacheTtl is negative", "give zero or more");
        }
        Duration floor = Gate.windowFloor(gate.settle(), gate.maxCacheTtl());
        if (gate.minWindow().isNegative() || gate.minWindow().isZero()) {
            add(Rule.OUT_OF_RANGE, "minWindow", "minWindow is not positive", "give more than zero");
        } else if (gate.minWindow().compareTo(floor) < 0) {
            problems.add(new RingPlanProblem(
                    Rule.WINDOW_BELOW_FLOOR,
                    path + "minWindow",
                    List.of(path + "settle", path + "maxCacheTtl"),
                    "minWindow " + gate.minWindow() + " is below " + floor
                            + ", the longer of maxCacheTtl and three times settle",
                    "raise minWindow to " + floor + " or more"));
        }
        if (gate.maxWindow().compareTo(gate.minWindow()) <= 0) {
            problems.add(new RingPlanProblem(
                    Rule.OUT_OF_RANGE,
                    path + "maxWindow",
                    List.of(path + "minWindow", path + "settle", path + "maxCacheTtl"),
                    "maxWindow " + gate.maxWindow() + " does not exceed minWindow " + gate.minWindow()
                            + ": no promotion could happen in between",
                    "lengthen maxWindow or give a shorter minWindow"));
        }
    }

    private void shares(Gate gate) {
        if (!open(gate.alpha())) {
            add(
                    Rule.OUT_OF_RANGE,
                    "alpha",
                    "alpha " + gate.alpha() + " is not a share",
                    "give more than 0, less than 1");
        }
        if (gate.promise() instanceof Promise.Excess excess
                && excess.delta().filter(delta -> !open(delta)).isPresent()) {
            add(
                    Rule.OUT_OF_RANGE,
                    "promise.excess",
                    "excess " + excess.delta().get() + " is not a share",
                    "give more than 0, less than 1");
        }
        gate.probation().ifPresent(probation -> {
            probationShare("probation.accounts", probation.accounts());
            probationShare("probation.calls", probation.calls());
        });
    }

    private void probationShare(String field, double share) {
        if (!(share > 0 && share <= 1)) {
            add(Rule.OUT_OF_RANGE, field, field + " " + share + " is not a share", "give more than 0, at most 1");
        }
    }

    /** False for NaN too. */
    private static boolean open(double share) {
        return share > 0 && share < 1;
    }

    private void add(Rule rule, String field, String text, String remedy) {
        problems.add(new RingPlanProblem(rule, path + field, List.of(), text, remedy));
    }
}
