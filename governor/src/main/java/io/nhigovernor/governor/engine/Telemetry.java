package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.signal.Attribution;
import io.nhigovernor.governor.signal.BaselineRecorder;
import io.nhigovernor.governor.signal.ControlBaseline;
import io.nhigovernor.governor.signal.Freshness;
import io.nhigovernor.governor.signal.Micros;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** All signals meet here: every account's past is kept, and every rollout under way is told. Engine thread only. */
final class Telemetry {
    private final Instant since;
    private final Map<String, BaselineRecorder> recorders = new HashMap<>();
    private final Map<String, Set<String>> sourcesOf = new HashMap<>();
    private final SortedMap<String, RolloutWatch> watches = new TreeMap<>();
    private final SortedMap<String, Instant> heard = new TreeMap<>();
    private final Freshness freshness = new Freshness();
    private final Attributions attributions;
    private long taken;

    Telemetry(Instant since, Attributions attributions) {
        this.since = since;
        this.attributions = attributions;
    }

    /** Finds the target a signal is about, among those that are there: what others claim to be is counted and forgotten. */
    interface Attributions {
        Optional<TargetId> target(RawSignal signal);
    }

    void signal(RawSignal raw, Instant now) {
        taken++;
        heard(raw.source(), now);
        attributions.target(raw).ifPresent(target -> {
            String account = target.toString();
            recorder(account).add(Attribution.none().of(raw, account));
            if (raw.probe().isEmpty()) {
                sourcesOf.computeIfAbsent(account, ignored -> new TreeSet<>()).add(raw.source());
            }
            watches.values().forEach(watch -> watch.signal(raw, target, now));
        });
    }

    void heartbeat(String source, Instant at, Instant now) {
        heard(source, now);
        watches.values().forEach(watch -> watch.heartbeat(source, at));
    }

    private void heard(String source, Instant now) {
        heard.put(source, now);
        freshness.heartbeat(source, Micros.of(now));
    }

    /** Begins to watch a rollout; the sources that reported its accounts before must be heard from the start. */
    RolloutWatch watch(String rollout, Plan plan) {
        var watch = new RolloutWatch(plan);
        for (TargetId target : watch.members()) {
            sourcesOf.getOrDefault(target.toString(), Set.of()).forEach(watch::heardFrom);
        }
        for (TargetId target : plan.control()) {
            sourcesOf.getOrDefault(target.toString(), Set.of()).forEach(watch::heardFrom);
        }
        watches.put(rollout, watch);
        return watch;
    }

    Optional<RolloutWatch> of(String rollout) {
        return Optional.ofNullable(watches.get(rollout));
    }

    /** A rollout under way moves it or compares with it, by a plan that may be older than the documents. */
    boolean watched(TargetId target) {
        return watches.values().stream().anyMatch(watch -> watch.watches(target));
    }

    /** No signal reaches it any more. */
    void unwatch(String rollout) {
        watches.remove(rollout);
    }

    BaselineRecorder recorder(String account) {
        return recorders.computeIfAbsent(account, ignored -> new BaselineRecorder(RingPlan.DEFAULT_BASELINE, since));
    }

    ControlBaseline control(Plan plan, Instant at) {
        Map<String, BaselineRecorder> group = new TreeMap<>();
        plan.control().forEach(target -> group.put(target.toString(), recorder(target.toString())));
        return BaselineRecorder.freezeControl(group, at, plan.ringPlan().baseline());
    }

    /** Every source the rollout depends on is alive, and there is one. */
    boolean healthy(String rollout, Instant now) {
        List<String> late = freshness.late(Micros.of(now));
        return of(rollout)
                .map(watch -> !watch.sources().isEmpty()
                        && watch.sources().stream().noneMatch(late::contains)
                        && heard.keySet().containsAll(watch.sources()))
                .orElse(false);
    }

    /** For how long the source of this rollout that was heard longest ago has said nothing. */
    Duration unheard(String rollout, Instant now) {
        return of(rollout).stream()
                .flatMap(watch -> watch.sources().stream())
                .map(source -> Duration.between(heard.getOrDefault(source, since), now))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    SortedMap<String, Instant> heard() {
        return heard;
    }

    List<String> late(Instant now) {
        return freshness.late(Micros.of(now));
    }

    long taken() {
        return taken;
    }
}
