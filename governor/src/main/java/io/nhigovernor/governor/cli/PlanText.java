package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.plan.PlannedCredential;
import io.nhigovernor.governor.plan.PlannedRing;
import io.nhigovernor.governor.ring.Ring;
import io.nhigovernor.spi.TargetId;
import java.util.ArrayList;
import java.util.List;

/** A plan as someone reads it who has to approve it. */
final class PlanText {
    private static final int NAMES_SHOWN = 8;
    /** A bound this high says nothing about failures. */
    private static final double USELESS = 0.95;

    private PlanText() {}

    static List<String> of(RolloutView rollout) {
        Plan plan = rollout.plan();
        List<String> lines = new ArrayList<>();
        lines.add("Rollout   " + rollout.id() + " by ring plan " + rollout.ringPlan() + ", mode " + rollout.mode());
        lines.add("Reason    " + rollout.reason() + " (asked by " + rollout.requester() + ")");
        lines.add("Digest    " + plan.digest());
        plan.commit().ifPresent(commit -> lines.add("Commit    " + commit));
        lines.add("Promise   " + plan.promise());
        lines.add("Weakest   " + plan.weakest() + ": " + plan.weakest().promise());
        lines.add("Restore   " + plan.restoreProof());
        lines.add("Takes     " + Words.duration(plan.predicted()) + " if nothing is held");
        lines.add("Control   " + (plan.control().isEmpty() ? "none" : names(plan.control())));
        lines.add("");
        for (PlannedCredential planned : plan.credentials()) {
            lines.add(credential(planned));
        }
        lines.add("");
        for (int index = 0; index < plan.rings().size(); index++) {
            ring(lines, index, plan);
        }
        plan.notes().forEach(note -> lines.add("Note      " + note.code() + ": " + note.text()));
        lines.addAll(next(rollout));
        return lines;
    }

    private static String credential(PlannedCredential planned) {
        return "Credential " + planned.credential().id() + " ("
                + planned.credential().kind() + ", "
                + planned.capabilityClass() + "), prior " + planned.prior()
                + planned.priorExpires()
                        .map(at -> ", accepted until " + Words.instant(at))
                        .orElse("")
                + (planned.uncovered().isEmpty()
                        ? ""
                        : "; in no ring: " + Words.list(planned.uncovered(), NAMES_SHOWN) + ", so the prior stays");
    }

    private static void ring(List<String> lines, int index, Plan plan) {
        PlannedRing planned = plan.rings().get(index);
        Ring ring = planned.ring();
        lines.add("Ring " + index + "    " + ring.name() + ": "
                + Words.count(planned.members().size(), "member", "members") + ": " + names(planned.members()));
        String delta = index < plan.attainableDelta().size()
                ? ", " + attainable(plan.attainableDelta().get(index))
                : "";
        lines.add("          watched " + Words.duration(ring.gate().minWindow()) + " to "
                + Words.duration(ring.gate().maxWindow()) + delta
                + (ring.gate().manual() ? ", waits for governor promote" : "")
                + (ring.approvals() > 0 ? ", needs " + Words.count(ring.approvals(), "approval", "approvals") : ""));
    }

    private static String attainable(double delta) {
        return delta < USELESS
                ? "can bound the excess failure share at " + Words.share(delta)
                : "has too few calls to bound the excess failure share";
    }

    private static String names(List<TargetId> members) {
        return Words.list(members.stream().map(TargetId::toString).toList(), NAMES_SHOWN);
    }

    /** The commands to type next, by phase. */
    static List<String> next(RolloutView rollout) {
        List<String> lines = new ArrayList<>(byPhase(rollout));
        boolean proposed = rollout.phase().equals("DRAFT") || rollout.phase().equals("PROPOSED");
        boolean ended = rollout.endedAt().isPresent();
        rollout.rings().stream()
                .filter(ring -> !proposed && !ended && ring.approvalsNeeded() > 0)
                .findFirst()
                .ifPresent(ring -> lines.add("          governor approve " + rollout.id() + " --digest "
                        + rollout.digest() + " (ring " + ring.name() + " waits for it)"));
        return lines;
    }

    private static List<String> byPhase(RolloutView rollout) {
        String id = rollout.id();
        return switch (rollout.phase()) {
            case "DRAFT", "PROPOSED" ->
                List.of(
                        "",
                        "Next      governor approve " + id + " --digest " + rollout.digest(),
                        "          governor start " + id,
                        "          governor watch " + id);
            case "APPROVED" -> List.of("", "Next      governor start " + id, "          governor watch " + id);
            case "RUNNING", "HALTING" -> List.of("", "Next      governor watch " + id);
            case "HELD" -> List.of("", "Next      governor explain " + id, "          governor resume " + id);
            default -> List.of("", "Next      governor explain " + id);
        };
    }
}
