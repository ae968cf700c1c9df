package io.nhigovernor.governor.judge;

import io.nhigovernor.governor.signal.AccountBaseline;
import io.nhigovernor.governor.signal.KindBaseline;
import io.nhigovernor.spi.RawSignal;
import java.util.ArrayList;
import java.util.List;

/** All evidence of one kind of signal: the members' dead runs, the rates of both arms, and what control suffers too. */
final class Strand {
    final RawSignal.Kind kind;
    final int line;
    final RiskArm ring;
    final RiskArm control;
    final CommonMode common = new CommonMode();
    private final JudgeParameters parameters;
    private final double pool;
    private final double margin;
    private final RingMixture dead;
    private final List<RiskAccount> risks = new ArrayList<>();

    Strand(RawSignal.Kind kind, int line, JudgeParameters parameters, double pool, int members, boolean hasControl) {
        this.kind = kind;
        this.line = line;
        this.parameters = parameters;
        this.pool = pool;
        this.margin = hasControl ? RateShift.MARGIN : RateShift.MARGIN_WITHOUT_CONTROL;
        this.dead = new RingMixture(members);
        int eventsPerAccount = members < 20 ? 2 : 4;
        this.ring = new RiskArm(eventsPerAccount);
        this.control = new RiskArm(eventsPerAccount);
    }

    /** A member's line from its cutover on. */
    MemberLine begin(Member member, AccountBaseline baseline, long settle) {
        KindBaseline before = baseline.of(kind);
        DeadRun run = new DeadRun(
                parameters, failureShare(before), Episodes.start(parameters, before.gapSeconds(), before.lastOk()));
        MemberLine begun = new MemberLine(run, new RiskAccount(member.index, before));
        ring.enter(begun.risk, member.cutover, member.cutover + settle);
        risks.add(begun.risk);
        dead.set(member.index, run.lnE());
        return begun;
    }

    MemberLine resume(Member member, MemberLine.Saved saved) {
        KindBaseline before = member.baseline.of(kind);
        MemberLine line = new MemberLine(
                DeadRun.resume(parameters, failureShare(before), saved.run()), new RiskAccount(member.index, before));
        line.risk.restore(saved.risk());
        line.proofs = saved.proofs();
        risks.add(line.risk);
        dead.set(member.index, line.run.lnE());
        return line;
    }

    boolean guarded() {
        return common.value() >= parameters.guard();
    }

    /** Takes a member's call on the candidate; answers whether a failure counted against it. */
    boolean call(Member member, long at, boolean failed) {
        MemberLine line = member.lines[this.line];
        boolean counted = failed && !guarded();
        if (counted) {
            line.run.fail(member.sinceCutover(at), common.value());
        } else if (!failed) {
            line.run.works(member.sinceCutover(at));
            line.proofs++;
        }
        if (!failed || counted) {
            dead.set(member.index, line.run.lnE());
        }
        ring.call(line.risk, at, failed);
        return counted;
    }

    /** Begins a member's next window at {@code at}. */
    void renew(Member member, long at) {
        DeadRun run = member.lines[line].run;
        run.renew(member.sinceCutover(at));
        dead.set(member.index, run.lnE());
    }

    void renewRates(long at, List<RiskAccount> controlRisks) {
        ring.renew(risks, at);
        control.renew(controlRisks, at);
    }

    RingEvidence evidence(long at, double lnS4, List<Member> without) {
        ring.advance(at);
        control.advance(at);
        int events = ring.events();
        double exposure = ring.exposure();
        List<Integer> left = new ArrayList<>();
        for (Member member : without) {
            left.add(member.index);
            if (member.moved()) {
                events -= member.lines[line].risk.events;
                exposure -= member.lines[line].risk.exposure(ring.last());
            }
        }
        double rate = RateShift.lnE(events, control.events(), Math.max(0, exposure), control.exposure(), 1, margin);
        return RingEvidence.of(dead.lnEWithout(left), rate, lnS4);
    }

    /** Passes over a time in which nothing could be seen. */
    void skip(long until) {
        ring.skip(until);
        control.skip(until);
    }

    Saved save() {
        return new Saved(ring.save(), control.save(), common.save());
    }

    void restore(Saved saved, List<RiskAccount> controlRisks) {
        ring.restore(saved.ring(), risks);
        control.restore(saved.control(), controlRisks);
        common.restore(saved.common());
    }

    private double failureShare(KindBaseline before) {
        return parameters.failureShare(before.calls(), before.failures(), pool);
    }

    /** What a snapshot keeps. */
    public record Saved(RiskArm.Saved ring, RiskArm.Saved control, CommonMode.Saved common) {}
}
