package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.view.SetBackView;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.rollout.CredentialChange;
import io.nhigovernor.governor.rollout.Freeze;
import io.nhigovernor.governor.rollout.Outside;
import io.nhigovernor.governor.rollout.Rollout;
import io.nhigovernor.governor.rollout.RolloutPhase;
import io.nhigovernor.governor.store.SetBack;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is done about a database that was set back (K12): everything outside is read, rows are brought to it rollout by
 * rollout, and nothing goes forward until a human confirms.
 */
final class SetBackDesk {
    static final String CODE = "E2110";
    static final String REMEDY = "stop the governor and bring the newest database back; or, if it is lost, read what is"
            + " listed, then governor confirm-rollback --reason TEXT";

    private final Duration lostAfter;
    private final Duration again;
    private final Ledgering ledgering;
    private final Instant from;
    private final Map<String, Outside> seen = new TreeMap<>();
    private final Map<String, Instant> asked = new TreeMap<>();
    private final Set<String> underWay = new TreeSet<>();
    private final Set<String> compared = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();
    private final Set<String> orphans = new TreeSet<>();
    private Optional<SetBack> open;
    private boolean told;

    /** @param lostAfter how long after the start a request of the process before may still take effect */
    SetBackDesk(Optional<SetBack> open, Duration lostAfter, Duration again, Ledgering ledgering, Instant now) {
        this.open = open;
        this.lostAfter = lostAfter;
        this.again = again;
        this.ledgering = ledgering;
        this.from = now;
    }

    Freeze of(String rollout) {
        if (open.isEmpty()) {
            return Freeze.NONE;
        }
        return compared.contains(rollout) ? Freeze.READ : Freeze.UNREAD;
    }

    boolean frozen() {
        return open.isPresent();
    }

    /** Why this order is not followed now, if it is not: what goes forward, or makes it possible. */
    Optional<Answer> refuses(Order order) {
        if (open.isEmpty()) {
            return Optional.empty();
        }
        boolean allowed = switch (order) {
            case Order.Apply ignored -> true;
            case Order.Hold ignored -> true;
            case Order.Halt ignored -> true;
            case Order.Restore ignored -> true;
            case Order.ConfirmSetBack ignored -> true;
            case Order.Propose ignored -> false;
            case Order.Approve ignored -> false;
            case Order.Start ignored -> false;
            case Order.Retry ignored -> false;
            case Order.Waive ignored -> false;
            case Order.Resume ignored -> false;
            case Order.Promote ignored -> false;
            case Order.Exclude ignored -> false;
            case Order.AcceptDrift ignored -> false;
        };
        return allowed
                ? Optional.empty()
                : Optional.of(Answer.Refused.of(
                        Answer.Kind.CONFLICT,
                        CODE,
                        "nothing goes forward: " + open.get().text(),
                        REMEDY));
    }

    /** What is to be read now. Nothing before what the process before had sent can no longer take effect. */
    List<Credential> due(Map<String, Credential> all, Instant now) {
        if (open.isEmpty()) {
            return List.of();
        }
        if (!told) {
            told = true;
            ledgering.entry(LedgerDraft.of(
                    LedgerAction.ALARM, "ledger", Map.of("text", open.get().text() + "; " + REMEDY)));
        }
        if (Duration.between(from, now).compareTo(lostAfter) < 0) {
            return List.of();
        }
        List<Credential> due = new ArrayList<>();
        all.forEach((id, credential) -> {
            Instant last = asked.get(id);
            boolean waits = last != null && Duration.between(last, now).compareTo(again) < 0;
            if (!seen.containsKey(id) && !underWay.contains(id) && !waits) {
                asked.put(id, now);
                underWay.add(id);
                due.add(credential);
            }
        });
        return due;
    }

    void read(EngineEvent.OutsideRead read, Collection<Rollout> rollouts) {
        underWay.remove(read.credential());
        if (open.isEmpty() || !(read.seen() instanceof Reading.Known<Outside> known)) {
            return;
        }
        seen.put(read.credential(), known.value());
        Set<String> attempts = rollouts.stream()
                .flatMap(rollout -> rollout.changes().values().stream())
                .map(CredentialChange::attempt)
                .collect(Collectors.toCollection(HashSet::new));
        known.value()
                .acceptance()
                .generations()
                .forEach(generation -> generation
                        .attempt()
                        .filter(attempt -> !attempts.contains(attempt))
                        .ifPresent(attempt -> orphan(
                                read.credential(),
                                generation.fingerprint().value() + " made by the unknown attempt " + attempt)));
    }

    private void orphan(String credential, String text) {
        if (orphans.add(credential + ": " + text)) {
            ledgering.entry(LedgerDraft.of(LedgerAction.ALARM, credential, Map.of("text", "orphan: " + text)));
        }
    }

    /** All that was read of the credentials of a rollout, if all was, and it was not compared yet. */
    Optional<Map<String, Outside>> toCompare(Rollout rollout) {
        boolean ready = open.isPresent()
                && RolloutPhase.active(rollout.phase())
                && !compared.contains(rollout.id())
                && seen.keySet().containsAll(rollout.changes().keySet());
        return ready ? Optional.of(Map.copyOf(seen)) : Optional.empty();
    }

    void compared(String rollout, List<LedgerDraft> alarms) {
        compared.add(rollout);
        alarms.stream()
                .filter(entry -> entry.action() == LedgerAction.ALARM)
                .forEach(entry -> wrong.add(
                        rollout + ": " + entry.subject() + ": " + entry.detail().get("text")));
    }

    /** @return why not, or the gap that was recorded */
    Answer confirm(
            Order.ConfirmSetBack order, Caller caller, Collection<Rollout> rollouts, Map<String, Credential> all) {
        if (open.isEmpty()) {
            return Answer.Refused.of(
                    Answer.Kind.CONFLICT, "E2111", "the database was not set back", "there is nothing to confirm");
        }
        List<String> left = rollouts.stream()
                .filter(rollout -> RolloutPhase.active(rollout.phase()) && !compared.contains(rollout.id()))
                .map(Rollout::id)
                .toList();
        if (!left.isEmpty()) {
            return Answer.Refused.of(
                    Answer.Kind.CONFLICT,
                    "E2112",
                    "not everything outside could be read yet of " + String.join(", ", left) + ": "
                            + String.join(", ", unread(all)),
                    "make its backends readable, wait a moment, and confirm again");
        }
        var answer = new Answer.Done(view(all).orElseThrow());
        ledgering.entry(open.get().gap(caller.name(), caller.method(), order.reason()));
        open = Optional.empty();
        return answer;
    }

    private List<String> unread(Map<String, Credential> all) {
        return all.keySet().stream().filter(id -> !seen.containsKey(id)).toList();
    }

    Optional<SetBackView> view(Map<String, Credential> all) {
        return open.map(found -> new SetBackView(CODE, found.text(), REMEDY, unread(all), wrong, List.copyOf(orphans)));
    }
}
