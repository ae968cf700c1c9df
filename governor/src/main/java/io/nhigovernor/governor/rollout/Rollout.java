package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One change over one frozen set of targets by one ring plan, whole.
 *
 * @param header what is kept in the rollout's own row
 * @param changes by credential
 * @param errands reads, proofs and sends under way, by key; not kept, a restart begins them anew
 * @param live what the newest tick said of the signals; not kept
 */
public record Rollout(
        Header header,
        Rows<String, CredentialChange> changes,
        Rows<TargetId, Cutover> cutovers,
        Map<String, Errand> errands,
        Live live) {

    /**
     * @param approvals distinct names, the requester's is never among them
     * @param nextIntent counts this rollout's intents
     * @param passedAt healthy time when the last ring passed, or a prior had to be given back since
     */
    public record Header(
            String id,
            Plan plan,
            String requester,
            String reason,
            Instant createdAt,
            RolloutPhase phase,
            List<String> approvals,
            List<RingState> rings,
            Clocks clocks,
            long nextIntent,
            Optional<Duration> passedAt,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            Optional<RestoreFacts> restore) {
        public Header {
            approvals = List.copyOf(approvals);
            rings = List.copyOf(rings);
        }

        /** The same with clocks at least as far as these: they were kept after the last step. */
        public Header notBefore(Clocks kept) {
            Clocks later = kept.elapsed().compareTo(clocks.elapsed()) > 0 ? kept : clocks;
            return new Header(
                    id,
                    plan,
                    requester,
                    reason,
                    createdAt,
                    phase,
                    approvals,
                    rings,
                    later,
                    nextIntent,
                    passedAt,
                    startedAt,
                    endedAt,
                    restore);
        }

        /** The same with intents numbered from here on, if it was not that far: no id of a forgotten intent is used again. */
        public Header intentsFrom(long first) {
            return new Header(
                    id,
                    plan,
                    requester,
                    reason,
                    createdAt,
                    phase,
                    approvals,
                    rings,
                    clocks,
                    Math.max(nextIntent, first),
                    passedAt,
                    startedAt,
                    endedAt,
                    restore);
        }

        Header rings(List<RingState> next) {
            return new Header(
                    id,
                    plan,
                    requester,
                    reason,
                    createdAt,
                    phase,
                    approvals,
                    next,
                    clocks,
                    nextIntent,
                    passedAt,
                    startedAt,
                    endedAt,
                    restore);
        }
    }

    public static Rollout draft(String id, Plan plan, String requester, String reason, Instant now) {
        List<RingState> rings = new ArrayList<>();
        SortedMap<String, CredentialChange> changes = new TreeMap<>();
        SortedMap<TargetId, Cutover> cutovers = new TreeMap<>();
        for (int index = 0; index < plan.rings().size(); index++) {
            var ring = plan.rings().get(index);
            rings.add(new RingState(ring.ring().name(), new RingPhase.Pending(), false, Optional.empty()));
            for (TargetId target : ring.members()) {
                cutovers.put(target, Cutover.waiting(target, index));
            }
        }
        for (int index = 0; index < plan.credentials().size(); index++) {
            var planned = plan.credentials().get(index);
            String credential = planned.credential().id();
            changes.put(credential, CredentialChange.planned(credential, id + "-a" + (index + 1), planned.prior()));
        }
        var header = new Header(
                id,
                plan,
                requester,
                reason,
                now,
                new RolloutPhase.Draft(),
                List.of(),
                rings,
                Clocks.ZERO,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return of(header, changes, cutovers, new HashMap<>());
    }

    /**
     * As found in the store after a restart: every open intent is of unknown outcome and is read before anything is sent
     * again, and no ring has a verdict until the judge spoke anew.
     */
    public static Rollout reloaded(Header header, List<CredentialChange> changes, List<Cutover> cutovers, Instant now) {
        var errands = new HashMap<String, Errand>();
        var byCredential = new TreeMap<String, CredentialChange>();
        var byTarget = new TreeMap<TargetId, Cutover>();
        for (var change : changes) {
            byCredential.put(change.credential(), change);
            change.intent().ifPresent(intent -> errands.put(Errand.readBack(intent), Errand.lostAt(now)));
        }
        for (var cutover : cutovers) {
            byTarget.put(cutover.target(), cutover);
            cutover.intent().ifPresent(intent -> errands.put(Errand.readBack(intent), Errand.lostAt(now)));
        }
        var rings = header.rings().stream()
                .map(ring -> ring.verdict(Optional.empty()))
                .toList();
        return of(header.rings(rings), byCredential, byTarget, errands);
    }

    private static Rollout of(
            Header header,
            SortedMap<String, CredentialChange> changes,
            SortedMap<TargetId, Cutover> cutovers,
            Map<String, Errand> errands) {
        return new Rollout(
                header,
                Rows.of(changes, Function.identity()),
                Rows.of(cutovers, TargetId::credential),
                errands,
                Live.BLIND);
    }

    public String id() {
        return header.id();
    }

    public RolloutPhase phase() {
        return header.phase();
    }

    public List<Cutover> targetsOf(String credential) {
        return List.copyOf(cutovers.of(credential));
    }
}
