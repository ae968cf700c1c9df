package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.HoldView;
import io.nhigovernor.governor.engine.view.OutageView;
import io.nhigovernor.governor.engine.view.PriorEndView;
import io.nhigovernor.governor.engine.view.RestoreView;
import io.nhigovernor.governor.engine.view.RingView;
import io.nhigovernor.governor.engine.view.RolloutView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Where a rollout stands, in a few lines. */
final class RolloutText {
    private RolloutText() {}

    static String headline(RolloutView rollout) {
        return rollout.id() + " (" + rollout.ringPlan() + ") is " + rollout.phase()
                + rollout.why().map(why -> ": " + why).orElse("");
    }

    static List<String> of(RolloutView rollout) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(rollout));
        rollout.waiver()
                .ifPresent(waiver -> lines.add("Waived by " + waiver.by() + " until " + Words.instant(waiver.expires())
                        + ": " + waiver.reason()));
        rollout.hold().ifPresent(hold -> lines.add(hold(hold)));
        lines.addAll(rings(rollout));
        rollout.changes()
                .forEach(change -> change.outages().forEach(outage -> lines.add(outage(change.credential(), outage))));
        rollout.needsHuman().forEach(need -> lines.add("Needs you: " + need));
        rollout.restore().ifPresent(restore -> lines.addAll(restore(restore)));
        return lines;
    }

    static String outage(String credential, OutageView outage) {
        return "Swap of " + credential + " at " + Words.instant(outage.from()) + ": "
                + outage.to()
                        .map(to -> "out of step for " + Words.seconds(outage.from(), to))
                        .orElse("under way, not every pointer shows what is accepted");
    }

    private static String hold(HoldView hold) {
        return "Looked after by " + hold.owner() + (hold.expired() ? "; the hold expired " : " until ")
                + Words.instant(hold.expires());
    }

    private static List<String> rings(RolloutView rollout) {
        Table table = new Table("RING", "PHASE", "MEMBERS", "MOVED", "PROVEN", "FAILING", "RESTORED", "LAST VERDICT");
        for (RingView ring : rollout.rings()) {
            table.row(
                    ring.name(),
                    ring.phase(),
                    Integer.toString(ring.members()),
                    Integer.toString(ring.moved()),
                    Integer.toString(ring.proven()),
                    Integer.toString(ring.failing()),
                    Integer.toString(ring.restored()),
                    verdict(ring));
        }
        return table.lines();
    }

    /** The last verdict and its first reason. */
    static String verdict(RingView ring) {
        return ring.verdict()
                .map(verdict -> verdict.verdict()
                        + (verdict.reasons().isEmpty()
                                ? ""
                                : ": " + verdict.reasons().get(0).text()))
                .orElse("-");
    }

    /** The restore by its five instants. */
    static List<String> restore(RestoreView restore) {
        List<String> lines = new ArrayList<>();
        lines.add("Restored because " + restore.cause());
        Instant from = restore.firstFailedCall().orElse(restore.verdict());
        restore.firstFailedCall().ifPresent(at -> lines.add("  t0 first failed call   " + Words.instant(at)));
        lines.add("  t1 verdict             " + Words.instant(restore.verdict()) + "  +"
                + Words.seconds(from, restore.verdict()));
        restore.pointersBack()
                .ifPresent(at ->
                        lines.add("  t2 all pointers back   " + Words.instant(at) + "  +" + Words.seconds(from, at)));
        restore.callersGood()
                .ifPresent(at ->
                        lines.add("  t3 every caller good   " + Words.instant(at) + "  +" + Words.seconds(from, at)));
        restore.closed()
                .ifPresent(at ->
                        lines.add("  t4 closed              " + Words.instant(at) + "  +" + Words.seconds(from, at)));
        String failed = Words.count(restore.failedCalls(), "failed call", "failed calls") + " by "
                + Words.list(restore.affected(), 8);
        lines.add("  " + (restore.affected().isEmpty() ? "no failed call was seen" : failed) + "; turned back: "
                + (restore.turnedBack().isEmpty() ? "nothing" : Words.list(restore.turnedBack(), 8)));
        restore.priorEnds().forEach(end -> lines.add("  " + priorEnd(end)));
        return lines;
    }

    private static String priorEnd(PriorEndView end) {
        return "the prior of " + end.credential() + " ends at " + Words.instant(end.at()) + ": "
                + end.startBy()
                        .map(by -> "start a new rotation by " + Words.instant(by))
                        .orElse("replace it now, there is too little time for this plan");
    }
}
