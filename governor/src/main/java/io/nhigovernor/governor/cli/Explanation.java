package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.RingView;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.engine.view.TargetView;
import io.nhigovernor.governor.engine.view.VerdictView;
import io.nhigovernor.governor.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a rollout stands where it stands, from what the governor shows and what its ledger recorded. */
final class Explanation {
    private Explanation() {}

    /** @param narrow whether one target alone was asked about */
    static List<String> of(RolloutView rollout, List<TargetView> targets, List<LedgerEntry> entries, boolean narrow) {
        List<String> lines = new ArrayList<>();
        lines.add(RolloutText.headline(rollout));
        lines.add("It was asked for by " + rollout.requester() + ": " + rollout.reason() + ".");
        lines.add(approvals(rollout));
        if (!narrow) {
            rollout.rings().forEach(ring -> ring(lines, ring));
        }
        rollout.changes()
                .forEach(change -> change.problem()
                        .ifPresent(problem -> lines.add("Credential " + change.credential() + " waits: " + problem)));
        targets.stream().filter(target -> narrow || troubled(target)).forEach(target -> target(lines, target));
        rollout.restore().ifPresent(restore -> lines.addAll(RolloutText.restore(restore)));
        rollout.needsHuman().forEach(need -> lines.add("A person must act: " + need));
        if (!entries.isEmpty()) {
            lines.add("What the ledger says, newest last:");
            entries.forEach(entry -> lines.add("  " + entry(entry)));
        }
        return lines;
    }

    private static String approvals(RolloutView rollout) {
        return rollout.approvals().isEmpty()
                ? "Nobody has approved it."
                : "Approved by " + String.join(", ", rollout.approvals()) + ".";
    }

    private static void ring(List<String> lines, RingView ring) {
        lines.add("Ring " + ring.name() + " is " + ring.phase() + ": " + LineProgress.counts(ring) + ".");
        if (ring.approvalsNeeded() > 0) {
            lines.add(
                    "    It waits for " + Words.count(ring.approvalsNeeded(), "more approval", "more approvals") + ".");
        }
        ring.verdict().ifPresent(verdict -> verdict(lines, verdict));
    }

    private static void verdict(List<String> lines, VerdictView verdict) {
        lines.add("    Verdict " + verdict.verdict() + " at " + Words.instant(verdict.at())
                + "; the excess failure share is bounded at " + Words.share(verdict.delta()) + " so far.");
        verdict.reasons().forEach(reason -> lines.add("    because " + reason.code() + ": " + reason.text()));
        if (!verdict.notes().isEmpty()) {
            lines.add("    noted: " + String.join(", ", verdict.notes()));
        }
    }

    private static boolean troubled(TargetView target) {
        return target.problem().isPresent() || target.firstFailOnCandidate().isPresent();
    }

    private static void target(List<String> lines, TargetView target) {
        lines.add("Target " + target.target() + " in ring " + target.ring() + " is " + target.phase()
                + ", its credential " + target.changePhase()
                + target.movedAt().map(at -> ", moved at " + Words.instant(at)).orElse(", not moved") + ".");
        lines.add("    on the prior:     " + seen(target.prior()));
        lines.add("    on the candidate: " + seen(target.candidate()));
        target.firstFailOnCandidate()
                .ifPresent(at -> lines.add("    first failed on the candidate at " + Words.instant(at)
                        + back(target.firstOkOnPriorAfterRestore())));
        target.problem().ifPresent(problem -> lines.add("    it waits: " + problem));
    }

    private static String back(Optional<java.time.Instant> good) {
        return good.map(at -> ", good on the prior again at " + Words.instant(at))
                .orElse("");
    }

    private static String seen(TargetView.Seen seen) {
        return seen.ok() + " good, " + seen.failed() + " failed, last seen " + Words.instant(seen.last());
    }

    private static String entry(LedgerEntry entry) {
        StringBuilder line = new StringBuilder("#" + entry.sequence() + " " + Words.instant(entry.time()) + " "
                + entry.draft().action() + " " + entry.draft().subject() + " by "
                + entry.draft().actor());
        entry.draft().after().ifPresent(after -> line.append(", now ").append(after));
        entry.draft().detail().forEach((name, value) -> {
            // Snapshots and parameters are for replay, not for reading; what an alarm says is.
            if (value.length() <= 120 || name.equals("text")) {
                line.append(", ").append(name).append(' ').append(value);
            }
        });
        return line.toString();
    }
}
