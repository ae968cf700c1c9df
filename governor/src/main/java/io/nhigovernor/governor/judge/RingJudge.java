package io.nhigovernor.governor.judge;

import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.signal.AccountBaseline;
import io.nhigovernor.governor.signal.Freshness;
import io.nhigovernor.governor.signal.GenerationSeen;
import io.nhigovernor.governor.signal.Micros;
import io.nhigovernor.governor.signal.ReorderBuffer;
import io.nhigovernor.governor.signal.Signal;
import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The judge of one ring: cutovers, heartbeats and signals in, changes of its verdict out. It knows no clock; whole seconds
 * are judged as {@link #advance} passes them. One thread at a time.
 *
 * <p>This class is the order in which things are looked at; what they amount to stands in the classes it calls.
 */
public final class RingJudge {
    private static final double[] SEVERAL = {0.6, 0.3};

    private final RingSetup setup;
    private final JudgeParameters parameters;
    private final PromotionRules rules;
    private final List<RawSignal.Kind> kinds;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, Member> byId = new HashMap<>();
    private final List<Member> excluded = new ArrayList<>();
    private final List<Strand> strands = new ArrayList<>();
    private final ControlGroup control;
    private final RingMixture silent;
    private final SilenceClock silence;
    private final OutageWindow outage = new OutageWindow();
    private final RingClock clock;
    private final Freshness sources = new Freshness();
    private final ReorderBuffer buffer = new ReorderBuffer();
    private final List<Judgement> news = new ArrayList<>();
    private final long settle;
    private final long window;

    private boolean started;
    private long start;
    private long taken = Long.MIN_VALUE;
    private long judged;
    private long blindFrom = Long.MAX_VALUE;
    private long blindUntil = Long.MIN_VALUE;
    private double delta = 1;
    private long nextMinute;
    private long candidateFails;
    private boolean promoted;
    private boolean halted;
    private Optional<Verdict> said = Optional.empty();

    public RingJudge(RingSetup setup) {
        this.setup = setup;
        this.parameters = JudgeParameters.of(setup.gate());
        this.kinds = setup.gate().signals();
        this.rules =
                new PromotionRules(setup.gate(), parameters, setup.members().size());
        this.settle = Micros.of(setup.gate().settle());
        this.window = Micros.of(setup.gate().maxWindow());
        this.clock = new RingClock(window);
        this.control = new ControlGroup(setup.control(), kinds);
        this.silent = new RingMixture(setup.members().size());
        this.silence = new SilenceClock(control.enough(), control.expectedPerSecond(), control.longestGap());
        for (String id : setup.members()) {
            Member member = new Member(id, members.size(), setup.waived().contains(id));
            members.add(member);
            byId.put(id, member);
        }
        for (RawSignal.Kind kind : kinds) {
            double pool = setup.pool().getOrDefault(kind, 0.0);
            strands.add(new Strand(kind, strands.size(), parameters, pool, members.size(), control.enough()));
        }
        setup.sources().forEach(sources::expect);
    }

    /** Goes on from a snapshot; what lies between it and {@code now}, if more than a second, counts as blind time. */
    public static RingJudge resume(RingSetup setup, Snapshot snapshot, Instant now) {
        RingJudge judge = new RingJudge(setup);
        judge.restore(snapshot, Micros.of(now));
        return judge;
    }

    /** The candidate became what this member should use. Control begins with the first member's cutover. */
    public void cutover(String id, Instant at, AccountBaseline baseline) {
        Member member = member(id);
        if (member.moved()) {
            return;
        }
        long when = Micros.of(at);
        if (!started) {
            begin(when);
        }
        member.moveTo(when, baseline, kinds);
        member.silentSince = silence.mark();
        member.lines = strands.stream()
                .map(strand -> strand.begin(member, baseline, settle))
                .toArray(MemberLine[]::new);
        clock.cutover(when);
    }

    /** This source was alive at {@code at}. */
    public void heartbeat(String source, Instant at) {
        sources.heartbeat(source, Micros.of(at));
    }

    /** This source was heard at {@code at}, by whatever signal. */
    public void seen(String source, Instant at) {
        sources.signal(source, Micros.of(at));
    }

    /** Takes a signal, in any order; repeats must have been dropped. Accounts of neither arm only keep their source fresh. */
    public void signal(Signal signal, Instant arrived) {
        long at = Micros.of(signal.at());
        sources.signal(signal.source(), at);
        boolean late = buffer.late(at, Micros.of(arrived));
        if (!byId.containsKey(signal.account()) && !control.has(signal.account())) {
            return;
        }
        if (late) {
            late(signal);
        } else {
            buffer.add(signal);
        }
        if (!started) {
            buffer.takeBefore(Micros.wholeSecond(buffer.arrivedMax() - ReorderBuffer.LAG));
        }
    }

    /** Takes a signal too late to be evidence: a success on the candidate still proves life, and anything ends silence. */
    public void late(Signal signal) {
        Member member = byId.get(signal.account());
        long at = Micros.of(signal.at());
        if (member == null || signal.probe() || !member.moved() || at < member.cutover) {
            return;
        }
        hear(member);
        int line = kinds.indexOf(signal.kind());
        if (line >= 0 && signal.outcome() == RawSignal.Result.OK && onCandidate(signal)) {
            member.candidateSeen = true;
            member.lines[line].proofs++;
            member.lastOk = Math.max(member.lastOk, at);
        }
    }

    /** Judges all seconds that are complete at {@code now}; answers what changed, in order. */
    public List<Judgement> advance(Instant now) {
        taken = Math.max(taken, Micros.of(now));
        if (started) {
            long complete = switch (setup.release()) {
                case IN_ORDER -> taken;
                case WATERMARK -> Math.min(taken, Math.max(sources.watermark(), taken - ReorderBuffer.LAG));
            };
            while (judged + Micros.SECOND <= complete) {
                second(judged, judged + Micros.SECOND);
                judged += Micros.SECOND;
            }
        }
        List<Judgement> told = List.copyOf(news);
        news.clear();
        return told;
    }

    /** The verdict as of the last second judged. */
    public Verdict current() {
        if (halted || promoted || !started) {
            return said.orElseGet(() -> verdict(standing(start), start));
        }
        return verdict(standing(judged), judged);
    }

    /** Leaves a member out by a human's word: it resolves its restore, and proves and blocks nothing any more. */
    public void exclude(String id) {
        Member member = member(id);
        if (!member.excluded) {
            member.excluded = true;
            excluded.add(member);
            excluded.sort(Comparator.comparingInt(other -> other.index));
        }
    }

    public Progress progress() {
        List<Member> in = members.stream().filter(member -> !member.excluded).toList();
        return new Progress(
                in.size(),
                (int) in.stream().filter(Member::moved).count(),
                (int) in.stream()
                        .filter(member -> member.proven(parameters.proofs()))
                        .count(),
                names(in, member -> member.failRun > 0),
                names(in, Member::notAdopted),
                names(in, member -> member.moved() && !member.heard),
                names(in, member -> member.restored),
                candidateFails);
    }

    public Snapshot snapshot() {
        return new Snapshot(
                setup.ring(),
                started,
                start,
                taken,
                judged,
                buffer.arrivedMax(),
                buffer.waiting(),
                sources.save(),
                members.stream().map(Member::save).toList(),
                control.save(),
                strands.stream().map(Strand::save).toList(),
                silence.save(),
                outage.save(),
                clock.save(),
                delta,
                nextMinute,
                candidateFails,
                promoted,
                halted,
                said);
    }

    private void begin(long at) {
        started = true;
        start = at;
        judged = Micros.wholeSecond(at);
        nextMinute = at + 60 * Micros.SECOND;
        buffer.takeBefore(judged);
        control.begin(at, settle, strands);
    }

    private void second(long from, long to) {
        List<Signal> signals = buffer.takeBefore(to);
        boolean blind = from >= blindFrom && from < blindUntil;
        renewWindows(from);
        outage.next();
        int controlHeard = control.tick(control.enough() ? signals : List.of(), strands);
        if (blind) {
            strands.forEach(strand -> strand.skip(to));
        }
        for (Signal signal : signals) {
            Member member = byId.get(signal.account());
            if (member != null) {
                take(member, signal);
            }
        }
        boolean telemetry = !blind && sources.healthy(setup.release() == RingSetup.Release.IN_ORDER ? to : taken);
        silence.tick(telemetry, controlHeard);
        clock.tick(from, to, telemetry && control.active(to));
        weighSilence();
        if (to >= nextMinute) {
            bound(to);
            nextMinute += 60 * Micros.SECOND;
        }
        if (!halted) {
            decide(to);
        }
    }

    private void take(Member member, Signal signal) {
        long at = Micros.of(signal.at());
        boolean since = member.moved() && at >= member.cutover;
        if (signal.probe()) {
            // Our own call is no evidence of consumers; it only speaks for a member that hardly ever calls (P3).
            member.probed |= since && signal.outcome() == RawSignal.Result.OK && onCandidate(signal);
            return;
        }
        int line = kinds.indexOf(signal.kind());
        if (line >= 0) {
            outage.call(signal.outcome() == RawSignal.Result.EXCLUDED);
        }
        if (!since) {
            return;
        }
        hear(member);
        if (line < 0 || signal.outcome() == RawSignal.Result.EXCLUDED) {
            return;
        }
        if (onCandidate(signal)) {
            call(member, strands.get(line), at, signal.outcome() == RawSignal.Result.FAIL);
        } else if (signal.generation() == GenerationSeen.PRIOR) {
            member.priorSeen = true;
        }
    }

    private void call(Member member, Strand strand, long at, boolean failed) {
        member.candidateSeen = true;
        member.minutes.call(at - member.cutover, failed);
        boolean counted = strand.call(member, at, failed);
        if (failed) {
            member.failRun++;
            candidateFails += halted ? 0 : 1;
        } else {
            member.failRun = 0;
            member.lastOk = Math.max(member.lastOk, at);
        }
        if (halted) {
            return;
        }
        if (counted && !member.excluded && !member.restored) {
            double lnE = member.lines[strand.line].run.lnE();
            if (lnE >= parameters.lnAccountLimit(members.size())) {
                restore(member, at, lnE);
            }
        }
        haltIfBroken(at);
    }

    private void restore(Member member, long at, double lnE) {
        member.restored = true;
        String text = Texts.of("every call of %s fails: %.3g to 1", member.id, Math.exp(lnE));
        Reason dead = new Reason(ReasonCode.ACCOUNT_DEAD, text, List.of(member.id));
        Verdict verdict = verdict(Verdict.Word.RESTORE, List.of(dead), at);
        news.add(new Judgement(Micros.instant(at), verdict, Optional.of(member.id)));
        if (members.size() <= 3) {
            halt(at, verdict);
        }
    }

    private void haltIfBroken(long at) {
        if (halted) {
            return;
        }
        RingEvidence evidence = evidence(at, List.of());
        if (evidence.lnE() >= parameters.lnRingLimit()) {
            List<String> failing = names(members, member -> member.failRun > 0);
            String text = Texts.of(
                    "evidence of harm is %.3g to 1; %d members failing, %d not heard",
                    Math.exp(evidence.lnE()),
                    failing.size(),
                    names(members, member -> member.moved() && !member.heard).size());
            halt(at, verdict(Verdict.Word.RESTORE, List.of(new Reason(ReasonCode.RING_BROKEN, text, failing)), at));
        }
    }

    private void halt(long at, Verdict verdict) {
        halted = true;
        say(at, verdict);
    }

    private void decide(long now) {
        haltIfBroken(now);
        if (halted || promoted) {
            return;
        }
        Standing standing = standing(now);
        Findings found = rules.look(standing, members, false);
        if (found.codes().isEmpty()) {
            promoted = true;
            say(now, verdict(standing, now));
            return;
        }
        if (standing.allMoved() && clock.ended(now) && !clock.over()) {
            clock.end();
            standing = standing(now);
            found = rules.look(standing, members, false);
        }
        if (said.isEmpty() || !said.get().codes().equals(found.codes())) {
            say(now, verdict(standing, now));
        }
    }

    private void say(long at, Verdict verdict) {
        if (said.isEmpty() || verdict.differs(said.get())) {
            news.add(new Judgement(Micros.instant(at), verdict, Optional.empty()));
        }
        said = Optional.of(verdict);
    }

    private Standing standing(long now) {
        long heardBy = setup.release() == RingSetup.Release.IN_ORDER ? now : Math.max(now, taken);
        Strand worst = strands.stream()
                .max(Comparator.comparingDouble(strand -> strand.common.value()))
                .orElseThrow();
        return new Standing(
                now,
                clock.watched(),
                members.stream().allMatch(member -> member.excluded || member.moved()),
                sources.healthy(heardBy),
                sources.late(heardBy),
                control.active(now),
                clock.blind(now),
                worst.guarded(),
                worst.common.value(),
                evidence(now, excluded).lnE(),
                outage,
                delta,
                clock.over());
    }

    private Verdict verdict(Standing standing, long at) {
        Findings found = rules.look(standing, members, true);
        if (found.codes().isEmpty()) {
            int left = members.size() - excluded.size();
            String text = setup.gate().promise() instanceof Gate.Promise.ProofOfLife
                    ? Texts.of("all %d members seen good on the candidate; ", left) + bound(delta)
                    : Texts.of("%d members proven; excess failures bounded by %.2f %%", left, 100 * delta);
            return verdict(Verdict.Word.PROMOTE, List.of(new Reason(ReasonCode.PROVEN, text, List.of())), at);
        }
        boolean watch = found.codes().stream().allMatch(ReasonCode::onlyTime);
        return verdict(watch ? Verdict.Word.WATCH : Verdict.Word.HOLD, found.reasons(), at);
    }

    /** What a gate of proof-of-life bounds besides. */
    private static String bound(double delta) {
        return delta < 0.9995
                ? Texts.of("excess failures bounded by %.2f %%", 100 * delta)
                : "their calls are too few to bound excess failures";
    }

    private Verdict verdict(Verdict.Word word, List<Reason> reasons, long at) {
        RingEvidence evidence = evidence(at, List.of());
        List<Note> notes = new ArrayList<>();
        if (!control.enough()) {
            notes.add(Note.NO_CONTROL);
        }
        if (setup.baseline().toHours() < 24) {
            notes.add(Note.SHORT_BASELINE);
        }
        return new Verdict(
                word, reasons, evidence.lnE(), evidence.lnS1(), evidence.lnS3(), evidence.lnS4(), delta, notes);
    }

    private RingEvidence evidence(long at, List<Member> without) {
        double lnS4 =
                silent.lnEWithout(without.stream().map(member -> member.index).toList());
        if (strands.size() == 1) {
            return strands.getFirst().evidence(at, lnS4, without);
        }
        double[] logs = new double[strands.size()];
        double[] weights = new double[strands.size()];
        RingEvidence largest = strands.getFirst().evidence(at, lnS4, without);
        for (Strand strand : strands) {
            RingEvidence one = strand.evidence(at, lnS4, without);
            logs[strand.line] = one.lnE();
            weights[strand.line] = SEVERAL[strand.kind.ordinal()];
            largest = one.lnE() > largest.lnE() ? one : largest;
        }
        return new RingEvidence(Logs.sum(weights, logs), largest.lnS1(), largest.lnS3(), largest.lnS4());
    }

    private void hear(Member member) {
        if (!member.heard) {
            member.heard = true;
            silent.set(member.index, Logs.FLOOR);
        }
    }

    private void weighSilence() {
        double cap = Silence.cap(parameters, members.size());
        for (Member member : members) {
            if (member.moved() && !member.heard) {
                double seconds = Math.max(0, silence.now() - member.silentSince - member.patience);
                AccountBaseline before = member.baseline;
                silent.set(member.index, Silence.lnE(seconds, before.activeSlots(), before.windowSeconds(), cap));
            }
        }
    }

    private void bound(long now) {
        Excess excess = new Excess(kinds, setup.pool());
        for (Member member : members) {
            if (member.moved() && !member.excluded) {
                member.minutes.close(now - member.cutover);
                excess.ring(member.minutes, member.baseline);
            }
        }
        control.addTo(excess, now);
        delta = excess.bound();
    }

    private void renewWindows(long now) {
        for (Member member : members) {
            if (member.moved() && now - member.cutover >= (member.window + 1) * window) {
                member.window = (now - member.cutover) / window;
                strands.forEach(strand -> strand.renew(member, member.cutover + member.window * window));
            }
        }
        if (clock.renews(now)) {
            strands.forEach(strand -> strand.renewRates(now, control.risks(strand.line)));
        }
    }

    private boolean onCandidate(Signal signal) {
        return switch (signal.generation()) {
            case CANDIDATE -> true;
            case PRIOR, OTHER -> false;
            case UNKNOWN -> setup.gate().unattributed() == Gate.Unattributed.CANDIDATE;
        };
    }

    private Member member(String id) {
        Member member = byId.get(id);
        if (member == null) {
            throw new IllegalArgumentException(id + " is no member of ring " + setup.ring());
        }
        return member;
    }

    private static List<String> names(List<Member> members, Predicate<Member> meant) {
        return members.stream().filter(meant).map(member -> member.id).toList();
    }

    private void restore(Snapshot saved, long now) {
        started = saved.started();
        start = saved.start();
        taken = Math.max(saved.taken(), now);
        judged = saved.judged();
        if (saved.started() && now - saved.taken() > Micros.SECOND) {
            blindFrom = Micros.wholeSecond(saved.taken());
            blindUntil = now;
        }
        buffer.restore(saved.arrived(), saved.waiting());
        sources.restore(saved.sources());
        for (Member.Saved one : saved.members()) {
            restore(member(one.id()), one);
        }
        control.restore(saved.control());
        for (Strand strand : strands) {
            strand.restore(saved.strands().get(strand.line), control.risks(strand.line));
        }
        silence.restore(saved.silence());
        outage.restore(saved.outage());
        clock.restore(saved.clock());
        delta = saved.delta();
        nextMinute = saved.nextMinute();
        candidateFails = saved.candidateFails();
        promoted = saved.promoted();
        halted = saved.halted();
        said = saved.said();
        weighSilence();
    }

    private void restore(Member member, Member.Saved saved) {
        member.restore(saved, kinds);
        if (member.moved()) {
            member.lines = strands.stream()
                    .map(strand -> strand.resume(member, saved.lines().get(strand.line)))
                    .toArray(MemberLine[]::new);
        }
        if (member.heard) {
            silent.set(member.index, Logs.FLOOR);
        }
        if (member.excluded) {
            excluded.add(member);
        }
    }
}
