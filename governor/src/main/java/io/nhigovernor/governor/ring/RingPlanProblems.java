package io.nhigovernor.governor.ring;

import io.nhigovernor.governor.ring.RingPlanProblem.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Everything wrong with a ring plan, at once. A plan with any of them is not loaded. */
public final class RingPlanProblems {
    private static final int MOST_APPROVALS = 20;

    private final List<RingPlanProblem> problems = new ArrayList<>();

    private RingPlanProblems() {}

    public static List<RingPlanProblem> of(RingPlan plan) {
        var found = new RingPlanProblems();
        found.selector("credentials", plan.credentials(), "say which credentials change: labels, ids or percent");
        found.percent("control", plan.control());
        found.positive("baseline", plan.baseline());
        found.notNegative("watch", plan.watch());
        found.notNegative("quarantine", plan.quarantine());
        plan.brownOut().ifPresent(length -> found.positive("brownOut", length));
        if (plan.rings().isEmpty()) {
            found.add(Rule.EMPTY, "rings", "the plan has no ring", "give at least one ring");
        }
        Set<String> names = new HashSet<>();
        for (int index = 0; index < plan.rings().size(); index++) {
            found.ring("rings[" + index + "]", plan.rings().get(index), names);
        }
        return List.copyOf(found.problems);
    }

    private void ring(String path, Ring ring, Set<String> names) {
        if (!names.add(ring.name())) {
            add(
                    Rule.DUPLICATE,
                    path + ".name",
                    "ring " + ring.name() + " is named twice",
                    "give each ring its own name");
        }
        selector(path + ".select", ring.select(), "say who is in it: labels, identities or percent");
        if (ring.approvals() < 0 || ring.approvals() > MOST_APPROVALS) {
            add(Rule.OUT_OF_RANGE, path + ".approvals", ring.approvals() + " approvals", "give 0 to " + MOST_APPROVALS);
        }
        notNegative(path + ".quiet", ring.quiet());
        positive(path + ".adoptBy", ring.adoptBy());
        positive(path + ".returnBy", ring.returnBy());
        quietBefore(path, ring.quiet(), "adoptBy", ring.adoptBy(), "no member could be adopted in time");
        quietBefore(path, ring.quiet(), "returnBy", ring.returnBy(), "no member could be known to be back in time");
        problems.addAll(GateProblems.of(ring.gate(), path + ".gate."));
    }

    private void quietBefore(String path, Duration quiet, String name, Duration end, String consequence) {
        if (quiet.compareTo(end) >= 0) {
            problems.add(new RingPlanProblem(
                    Rule.OUT_OF_RANGE,
                    path + ".quiet",
                    List.of(path + "." + name),
                    "quiet " + quiet + " does not fit before " + name + " " + end + ": " + consequence,
                    "shorten quiet or lengthen " + name));
        }
    }

    private void selector(String path, Selector selector, String remedy) {
        if (selector.empty()) {
            add(Rule.EMPTY_SELECTOR, path, "it selects nothing", remedy);
        }
        percent(path, selector);
    }

    private void percent(String path, Selector selector) {
        selector.percent()
                .filter(percent -> percent < 1 || percent > 100)
                .ifPresent(percent -> add(Rule.OUT_OF_RANGE, path + ".percent", percent + " percent", "give 1 to 100"));
    }

    private void positive(String field, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            add(Rule.OUT_OF_RANGE, field, duration + " is not positive", "give more than zero");
        }
    }

    private void notNegative(String field, Duration duration) {
        if (duration.isNegative()) {
            add(Rule.OUT_OF_RANGE, field, duration + " is negative", "give zero or more");
        }
    }

    private void add(Rule rule, String field, String text, String remedy) {
        problems.add(new RingPlanProblem(rule, field, List.of(), text, remedy));
    }
}
