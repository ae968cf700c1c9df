package io.nhigovernor.governor.plan;

import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long a rollout takes if nothing is held. A ring: {@code settle + max(minWindow, quiet, 3 · slowest cadence)}, since every
 * member must be seen three times; members too slow for {@code maxWindow} are proven by probe and do not count. After the
 * last ring {@code max(watch, slowest cadence)}, twice with the brown-out between where the plan has one, then
 * {@code quarantine}.
 *
 * @param phases in order, each with what it is called in a sentence
 */
record Prediction(List<Phase> phases) {
    Prediction {
        phases = List.copyOf(phases);
    }

    record Phase(String name, Duration length) {}

    static Prediction of(PlanRequest request, List<PlannedRing> rings) {
        var traffic = new Traffic(request);
        List<Phase> phases = new ArrayList<>();
        List<TargetId> all = new ArrayList<>();
        for (PlannedRing planned : rings) {
            phases.add(new Phase("ring " + planned.ring().name() + "'s dwell", dwell(planned, traffic)));
            all.addAll(planned.members());
        }
        var watch = new Phase("the watch", longest(request.ringPlan().watch(), slowest(all, traffic)));
        request.ringPlan().brownOut().ifPresent(length -> {
            phases.add(watch);
            phases.add(new Phase("the brown-out", length));
        });
        phases.add(watch);
        phases.add(new Phase("the quarantine", request.ringPlan().quarantine()));
        return new Prediction(phases);
    }

    Duration total() {
        return phases.stream().map(Phase::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** What is going on after {@code elapsed}, in words; empty after the end. */
    String at(Duration elapsed) {
        Duration end = Duration.ZERO;
        for (Phase phase : phases) {
            end = end.plus(phase.length());
            if (elapsed.compareTo(end) < 0) {
                return phase.name();
            }
        }
        return "the slack kept after its end";
    }

    private static Duration dwell(PlannedRing planned, Traffic traffic) {
        var gate = planned.ring().gate();
        Duration proven = planned.members().stream()
                .filter(member -> !traffic.dormant(member, gate.maxWindow()))
                .map(member -> traffic.cadence(member).multipliedBy(3))
                .filter(time -> time.compareTo(gate.maxWindow()) <= 0)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return gate.settle()
                .plus(longest(longest(gate.minWindow(), planned.ring().quiet()), proven));
    }

    private static Duration slowest(List<TargetId> members, Traffic traffic) {
        return members.isEmpty()
                ? Duration.ZERO
                : Collections.max(members.stream().map(traffic::cadence).toList());
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
