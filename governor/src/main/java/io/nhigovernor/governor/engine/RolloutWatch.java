package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.judge.Judgement;
import io.nhigovernor.governor.judge.Progress;
import io.nhigovernor.governor.judge.RingJudge;
import io.nhigovernor.governor.judge.RingSetup;
import io.nhigovernor.governor.judge.Snapshot;
import io.nhigovernor.governor.judge.Verdict;
import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.rollout.Clocks;
import io.nhigovernor.governor.rollout.Event;
import io.nhigovernor.governor.rollout.RingVerdict;
import io.nhigovernor.governor.rollout.Sighting;
import io.nhigovernor.governor.signal.AccountBaseline;
import io.nhigovernor.governor.signal.Attribution;
import io.nhigovernor.governor.signal.Signal;
import io.nhigovernor.governor.signal.Tally;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything watched for one rollout: its members' sightings, the judges of its rings, the sources it depends on. */
final class RolloutWatch {
    /** After a restart a verdict that did not change is said again once seconds of the new life were judged. */
    private static final Duration SAY_AGAIN = Duration.ofSeconds(2);

    final Plan plan;
    private final Map<String, Attribution> attributions = new HashMap<>();
    private final SortedMap<TargetId, MemberWatch> members = new TreeMap<>();
    private final Set<String> control = new HashSet<>();
    private final SortedMap<Integer, RingSetup> setups = new TreeMap<>();
    private final SortedMap<Integer, RingJudge> judges = new TreeMap<>();
    private final Set<String> sources = new TreeSet<>();
    private final SortedMap<Integer, Instant> sayAgainAfter = new TreeMap<>();

    RolloutWatch(Plan plan) {
        this.plan = plan;
        for (int ring = 0; ring < plan.rings().size(); ring++) {
            for (TargetId target : plan.rings().get(ring).members()) {
                members.put(target, new MemberWatch(ring, new Tally()));
            }
        }
        plan.control().forEach(target -> control.add(target.toString()));
        plan.credentials()
                .forEach(planned -> generations(planned.credential().id(), planned.prior(), Optional.empty()));
    }

    /** Which generations a credential's signals are to be told apart by. */
    void generations(String credential, Fingerprint prior, Optional<Fingerprint> candidate) {
        attributions.put(credential, new Attribution(Optional.of(prior), candidate));
    }

    Set<TargetId> members() {
        return members.keySet();
    }

    boolean watches(TargetId target) {
        return members.containsKey(target) || control.contains(target.toString());
    }

    MemberWatch member(TargetId target) {
        MemberWatch watch = members.get(target);
        if (watch == null) {
            throw new IllegalArgumentException(target + " is not in the plan");
        }
        return watch;
    }

    void signal(RawSignal raw, TargetId target, Instant arrived) {
        MemberWatch member = members.get(target);
        if (member != null) {
            heardFrom(raw.source());
            Attribution attribution = attributions.getOrDefault(target.credential(), Attribution.none());
            Signal signal = attribution.of(raw, target.toString());
            member.signal(signal, arrived);
            RingJudge judge = judges.get(member.ring);
            if (judge != null) {
                judge.signal(signal, arrived);
            }
        } else if (control.contains(target.toString())) {
            heardFrom(raw.source());
            Signal signal = Attribution.none().of(raw, target.toString());
            judges.values().forEach(judge -> judge.signal(signal, arrived));
        }
    }

    void heartbeat(String source, Instant at) {
        if (sources.contains(source)) {
            judges.values().forEach(judge -> judge.heartbeat(source, at));
        }
    }

    /** Its members or control were heard through this source: it must stay alive. */
    void heardFrom(String source) {
        sources.add(source);
    }

    Set<String> sources() {
        return sources;
    }

    /** A member's pointer moved to the candidate: it is judged from then on. */
    Moved moved(TargetId target, Instant at, Telemetry past) {
        MemberWatch member = member(target);
        member.moved(at);
        boolean began = !judges.containsKey(member.ring);
        RingJudge judge = judges.computeIfAbsent(member.ring, ring -> begin(ring, at, past));
        AccountBaseline before =
                past.recorder(target.toString()).freeze(at, plan.ringPlan().baseline());
        judge.cutover(target.toString(), at, before);
        return new Moved(before, began);
    }

    /** @param past what the member is compared with @param began whether the judge of its ring began with it */
    record Moved(AccountBaseline past, boolean began) {}

    private RingJudge begin(int ring, Instant at, Telemetry past) {
        var baseline = plan.ringPlan().baseline();
        List<String> ids = plan.rings().get(ring).members().stream()
                .map(TargetId::toString)
                .toList();
        var group = past.control(plan, at);
        List<AccountBaseline> all = new ArrayList<>(group.accounts().values());
        ids.forEach(id -> all.add(past.recorder(id).freeze(at, baseline)));
        var setup = new RingSetup(
                plan.rings().get(ring).ring().name(),
                plan.rings().get(ring).ring().gate(),
                ids,
                group,
                AccountBaseline.pool(all),
                baseline,
                Set.of(),
                Set.copyOf(sources),
                RingSetup.Release.WATERMARK);
        setups.put(ring, setup);
        return new RingJudge(setup);
    }

    void exclude(TargetId target) {
        RingJudge judge = judges.get(member(target).ring);
        if (judge != null) {
            judge.exclude(target.toString());
        }
    }

    /** What the judges say now that they did not say before. */
    List<Event.Judged> advance(Instant now) {
        List<Event.Judged> judged = new ArrayList<>();
        judges.forEach((ring, judge) -> {
            List<Judgement> said = judge.advance(now);
            Instant sayAgain = sayAgainAfter.get(ring);
            if (sayAgain != null && (!said.isEmpty() || now.isAfter(sayAgain))) {
                sayAgainAfter.remove(ring);
                if (said.isEmpty()) {
                    judged.add(new Event.Judged(
                            ring, Optional.empty(), verdict(now, judge.current(), evidence(ring, judge))));
                }
            }
            for (Judgement judgement : said) {
                judged.add(new Event.Judged(
                        ring,
                        judgement.target().map(TargetId::parse),
                        verdict(judgement.at(), judgement.verdict(), evidence(ring, judge))));
            }
        });
        return judged;
    }

    Optional<Progress> progress(int ring) {
        return Optional.ofNullable(judges.get(ring)).map(RingJudge::progress);
    }

    SortedMap<TargetId, Sighting> sightings() {
        SortedMap<TargetId, Sighting> seen = new TreeMap<>();
        members.forEach((target, member) -> seen.put(target, member.sighting()));
        return seen;
    }

    private String evidence(int ring, RingJudge judge) {
        return Json.write(new Judged(setup(ring), judge.snapshot()));
    }

    private RingSetup setup(int ring) {
        RingSetup setup = setups.get(ring);
        if (setup == null) {
            throw new IllegalStateException("ring " + ring + " is judged without a setup");
        }
        return setup;
    }

    private static RingVerdict verdict(Instant at, Verdict verdict, String evidence) {
        return new RingVerdict(
                at,
                RingVerdict.Word.valueOf(verdict.word().name()),
                verdict.reasons().stream()
                        .map(reason -> new RingVerdict.Reason(reason.code().name(), reason.text()))
                        .toList(),
                verdict.notes().stream().map(Enum::name).toList(),
                new RingVerdict.Numbers(verdict.lnE(), verdict.lnS1(), verdict.lnS3(), verdict.lnS4(), verdict.delta()),
                evidence);
    }

    Saved save(Clocks clocks) {
        List<SavedMember> savedMembers = new ArrayList<>();
        members.forEach((target, member) -> savedMembers.add(new SavedMember(target, member.save())));
        List<SavedJudge> savedJudges = new ArrayList<>();
        judges.forEach(
                (ring, judge) -> savedJudges.add(new SavedJudge(ring, new Judged(setup(ring), judge.snapshot()))));
        return new Saved(clocks, savedMembers, savedJudges, List.copyOf(sources));
    }

    /** Goes on from what was kept; the time between is blind. */
    void resume(Saved saved, Instant now) {
        saved.members().forEach(member -> members.put(member.target(), new MemberWatch(member.seen())));
        saved.judges().forEach(judged -> {
            setups.put(judged.ring(), judged.judge().setup());
            judges.put(
                    judged.ring(),
                    RingJudge.resume(judged.judge().setup(), judged.judge().snapshot(), now));
            sayAgainAfter.put(judged.ring(), now.plus(SAY_AGAIN));
        });
        sources.addAll(saved.sources());
    }

    /** Goes on from a move that was kept with itself, if what was kept later does not have it. */
    void resume(SavedMove move) {
        MemberWatch member = member(move.target());
        if (member.movedAt().filter(known -> !known.isBefore(move.at())).isPresent()) {
            return;
        }
        member.moved(move.at());
        RingJudge judge = judges.get(member.ring);
        if (judge != null) {
            judge.cutover(move.target().toString(), move.at(), move.past());
        }
    }

    /** Kept with the move itself: a judge that forgot a member, or its past, could never promote its ring. */
    record SavedMove(String rollout, TargetId target, Instant at, AccountBaseline past) {}

    /** A judge whole: what it was given and what it knows. Also what a verdict's ledger entry carries. */
    record Judged(RingSetup setup, Snapshot snapshot) {}

    record SavedMember(TargetId target, MemberWatch.Saved seen) {}

    record SavedJudge(int ring, Judged judge) {}

    /** Kept together at most every second, so that state and watermarks agree. */
    record Saved(Clocks clocks, List<SavedMember> members, List<SavedJudge> judges, List<String> sources) {}
}
