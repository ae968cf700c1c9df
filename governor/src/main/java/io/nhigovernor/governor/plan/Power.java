package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.ring.Gate.Promise;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the expected traffic can show: the excess each ring's gate could bound, and how good the comparison is. */
final class Power {
    private static final double PHI = 2;
    private static final int CONTROL_MIN = 20;
    private static final double CALLS_PER_HOUR_MIN = 1;
    private static final double CONTROL_CALLS_IN_5_S_MIN = 3;

    private final Traffic traffic;
    private final DeltaEstimate estimate;
    private final Findings findings;

    Power(PlanRequest request, DeltaEstimate estimate, Findings findings) {
        this.traffic = new Traffic(request);
        this.estimate = estimate;
        this.findings = findings;
    }

    /** One attainable delta per ring, and notes on what weakens it. */
    List<Double> of(List<PlannedRing> rings, List<TargetId> control) {
        List<TargetId> compared = enough(control) ? control : List.of();
        List<Double> deltas = new ArrayList<>();
        for (PlannedRing ring : rings) {
            double delta = attainable(ring, compared);
            deltas.add(delta);
            promise(ring, delta);
            dormant(ring);
        }
        return List.copyOf(deltas);
    }

    /** The delta a ring of this size promises if its gate names none (judge P6). */
    static double deltaOf(Promise.Excess excess, int members) {
        return excess.delta().orElse(members <= 10 ? 0.05 : members <= 100 ? 0.02 : 0.01);
    }

    private double attainable(PlannedRing ring, List<TargetId> control) {
        Duration window = ring.ring().gate().maxWindow();
        ToDoubleFunction<TargetId> minutes = target -> traffic.activeMinutes(target, window);
        ToDoubleFunction<TargetId> failing = target -> minutes.applyAsDouble(target) * traffic.failureShare(target);
        return estimate.attainable(
                sum(ring.members(), failing),
                sum(ring.members(), minutes),
                sum(control, failing),
                sum(control, minutes),
                PHI);
    }

    private void promise(PlannedRing ring, double delta) {
        switch (ring.ring().gate().promise()) {
            case Promise.ProofOfLife life ->
                findings.note(
                        "PROOF_OF_LIFE",
                        "ring " + ring.ring().name() + " promises proof of life only; its traffic would bound the"
                                + " excess failure share at " + Spoken.share(delta));
            case Promise.Excess excess -> {
                double wanted = deltaOf(excess, ring.members().size());
                if (delta > wanted) {
                    findings.note(
                            "LOW_POWER",
                            "ring " + ring.ring().name() + " can bound the excess failure share at "
                                    + Spoken.share(delta) + " only, not at " + Spoken.share(wanted)
                                    + ": it will not be promoted; lengthen maxWindow, add members or control");
                }
            }
        }
    }

    private void dormant(PlannedRing ring) {
        Gate gate = ring.ring().gate();
        List<String> names = ring.members().stream()
                .filter(member -> traffic.dormant(member, gate.maxWindow()))
                .map(TargetId::toString)
                .toList();
        if (!names.isEmpty()) {
            findings.note(
                    "DORMANT",
                    "ring " + ring.ring().name() + ": too few calls expected to prove " + Spoken.list(names)
                            + "; a probe or a waiver by name is needed");
        }
    }

    private boolean enough(List<TargetId> control) {
        long talking = control.stream()
                .filter(target -> traffic.callsPerSecond(target) * 3_600 >= CALLS_PER_HOUR_MIN)
                .map(TargetId::identity)
                .distinct()
                .count();
        if (talking < CONTROL_MIN) {
            findings.note(
                    "NO_CONTROL",
                    talking + " control accounts call every hour, " + CONTROL_MIN
                            + " are needed: a shift of the failure rate is practically invisible, an outage looks like"
                            + " harm");
            return false;
        }
        if (sum(control, traffic::callsPerSecond) * 5 < CONTROL_CALLS_IN_5_S_MIN) {
            findings.note(
                    "SLOW_CONTROL",
                    "control calls too rarely to show an outage before a ring does; add control accounts");
        }
        return true;
    }

    private static double sum(List<TargetId> targets, ToDoubleFunction<TargetId> value) {
        return targets.stream().mapToDouble(value).sum();
    }
}
