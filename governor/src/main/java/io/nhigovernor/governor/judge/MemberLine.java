package io.nhigovernor.governor.judge;

/** What is known of one member by signals of one kind. */
final class MemberLine {
    final DeadRun run;
    final RiskAccount risk;
    int proofs;

    MemberLine(DeadRun run, RiskAccount risk) {
        this.run = run;
        this.risk = risk;
    }

    Saved save() {
        return new Saved(run.save(), risk.save(), proofs);
    }

    /** What a snapshot keeps. */
    public record Saved(DeadRun.Saved run, RiskAccount.Saved risk, int proofs) {}
}
