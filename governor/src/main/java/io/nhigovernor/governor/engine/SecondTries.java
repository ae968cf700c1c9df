package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.view.WaiverView;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.rollout.Phases;
import io.nhigovernor.governor.rollout.RestoreFacts;
import io.nhigovernor.governor.rollout.Rollout;
import io.nhigovernor.governor.rollout.RolloutPhase;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands before trying again after a restore. A restore is never capped; what makes accounts flap, and what a liar who
 * forces restores steers by, is the start after it.
 */
final class SecondTries {
    private static final int RESTORES_BEFORE_A_WAIVER = 2;
    private static final Duration RESTORES_COUNT_FOR = Duration.ofHours(24);

    private final SortedMap<String, Waiver> waivers;
    private final Ledgering ledgering;

    /** @param waivers by rollout */
    SecondTries(SortedMap<String, Waiver> waivers, Ledgering ledgering) {
        this.waivers = new TreeMap<>(waivers);
        this.ledgering = ledgering;
    }

    Optional<WaiverView> view(String rollout) {
        return Optional.ofNullable(waivers.get(rollout))
                .map(waiver -> new WaiverView(waiver.by(), waiver.reason(), waiver.given(), waiver.expires()));
    }

    /** Whether one of its credentials was restored twice within a day, and no human's waiver lets it begin all the same. */
    boolean capped(Rollout rollout, Collection<Rollout> all, Instant now) {
        return restoredLately(rollout, all, now) >= RESTORES_BEFORE_A_WAIVER && !waived(rollout.id(), now);
    }

    /** The most often that one of its credentials' moved targets were turned back within a day. */
    private static long restoredLately(Rollout rollout, Collection<Rollout> all, Instant now) {
        Instant since = now.minus(RESTORES_COUNT_FOR);
        return rollout.changes().keySet().stream()
                .mapToLong(credential -> all.stream()
                        .flatMap(other -> other.header().restore().stream())
                        .filter(restore -> restore.ordered().isAfter(since))
                        .filter(restore -> restore.turnedBack().stream()
                                .anyMatch(target -> target.credential().equals(credential)))
                        .count())
                .max()
                .orElse(0);
    }

    Optional<Answer> refusesStart(Rollout rollout, Collection<Rollout> all, Instant now) {
        return capped(rollout, all, now)
                ? conflict(
                        "E2105",
                        "a credential of it was restored twice within a day",
                        "find the cause, then: governor waive " + rollout.id() + " --reason TEXT --expires PT8H")
                : Optional.empty();
    }

    /** Evidence that is newer than the restore: everyone it turned back was seen good on the prior again. */
    Optional<Answer> refusesRetry(Rollout rollout, Optional<RolloutWatch> watch, Instant now) {
        Optional<RestoreFacts> restore = rollout.header().restore();
        if (!RolloutPhase.over(rollout.phase()) || restore.isEmpty()) {
            return conflict(
                    "E2106",
                    "only a rollout that was restored is tried again; it is " + Phases.name((Record) rollout.phase()),
                    "governor status " + rollout.id());
        }
        List<String> unseen = restore.get().turnedBack().stream()
                .filter(target ->
                        watch.flatMap(seen -> seen.member(target).goodAgainAt()).isEmpty())
                .map(TargetId::toString)
                .toList();
        if (unseen.isEmpty() || waived(rollout.id(), now)) {
            return Optional.empty();
        }
        return conflict(
                "E2107",
                "since the restore nobody saw good on the prior: " + String.join(", ", unseen),
                "look at them, then: governor waive " + rollout.id() + " --reason TEXT --expires PT8H");
    }

    void retried(Rollout rollout, String cause, Caller caller) {
        record(rollout, caller, Map.of("order", "retry", "cause", cause));
    }

    /** Empty if it was taken down. */
    Optional<Answer> waive(Rollout rollout, Order.Waive waive, Caller caller, Instant now) {
        if (caller.name().equals(rollout.header().requester())) {
            return Optional.of(Answer.Refused.of(
                    Answer.Kind.FORBIDDEN,
                    "E2003",
                    "who requests a rollout cannot waive what stands before it",
                    "ask somebody else to look at it"));
        }
        Instant expires = waive.expires().from(now);
        if (!now.isBefore(expires)) {
            return conflict(
                    "E2018", "the waiver would expire before it began", "name an instant that is still to come");
        }
        var waiver = new Waiver(caller.name(), waive.reason(), now, expires);
        waivers.put(rollout.id(), waiver);
        ledgering.put(RowKind.ROLLOUT, Codec.waiverRowId(rollout.id()), Json.write(waiver));
        record(rollout, caller, Map.of("order", "waive", "why", waive.reason(), "expires", expires.toString()));
        return Optional.empty();
    }

    private boolean waived(String rollout, Instant now) {
        return Optional.ofNullable(waivers.get(rollout))
                .filter(waiver -> waiver.counts(now))
                .isPresent();
    }

    private void record(Rollout rollout, Caller caller, Map<String, String> detail) {
        ledgering.entry(new LedgerDraft(
                LedgerAction.ORDERED,
                caller.name(),
                caller.method(),
                Optional.of(rollout.id()),
                rollout.id(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(rollout.header().plan().digest()),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(detail)));
    }

    private static Optional<Answer> conflict(String code, String text, String remedy) {
        return Optional.of(Answer.Refused.of(Answer.Kind.CONFLICT, code, text, remedy));
    }
}
