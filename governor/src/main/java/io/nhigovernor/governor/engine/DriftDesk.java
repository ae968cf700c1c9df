package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.view.DriftView;
import io.nhigovernor.governor.engine.view.DriftView.DifferenceView;
import io.nhigovernor.governor.engine.view.DriftView.State;
import io.nhigovernor.governor.engine.view.HealthView.DriftCounts;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.plan.Document.CredentialDocument;
import io.nhigovernor.governor.plan.Inventory;
import io.nhigovernor.governor.plan.Standing;
import io.nhigovernor.governor.plan.Standing.Difference;
import io.nhigovernor.governor.rollout.Ending;
import io.nhigovernor.governor.rollout.Rollout;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks after credentials that no rollout holds: each is read once per cycle and compared with what was last known of it. One that
 * somebody else changed is held, until it is put back or a human accepts what is there.
 */
final class DriftDesk {
    /** Apart from the lanes, so that nothing of a rollout ever waits for it. */
    private static final int LOOKS_AT_ONCE = 8;

    private static final String NOT_DRIFTED = "E2114";
    static final String CODE = "E2113";

    private final Duration every;
    private final Duration settle;
    private final Ledgering ledgering;
    private final SortedMap<String, Kept> kept;
    private final Set<String> held = new HashSet<>();
    private final Map<String, Instant> asked = new HashMap<>();
    private final Map<String, Instant> lookedAt = new HashMap<>();
    private final Map<String, String> unreadable = new HashMap<>();
    private final Map<String, Long> turned = new HashMap<>();
    private final Map<Long, Long> factsAsked = new HashMap<>();
    private long turn;
    private int underWay;
    private Instant lastDue;

    /** @param every one cycle @param settle how long after a rollout's end a lost request of it may still take effect */
    DriftDesk(Duration every, Duration settle, SortedMap<String, Kept> kept, Ledgering ledgering, Instant now) {
        this.every = every;
        this.settle = settle;
        this.kept = new TreeMap<>();
        // A clock that was set back must not keep anybody from looking.
        kept.forEach((id, row) -> this.kept.put(id, row.noLaterThan(now.plus(settle))));
        this.ledgering = ledgering;
        this.lastDue = now;
    }

    /**
     * What is remembered of a credential over restarts: fingerprints only.
     *
     * @param place where it is kept, by its document; of another place nothing is known
     * @param known what must be there
     * @param at when this was last so
     * @param from nothing is looked at before
     * @param drift what is there instead
     */
    record Kept(String place, Standing known, Instant at, Instant from, Optional<Drift> drift) {
        Kept noLaterThan(Instant latest) {
            return from.isAfter(latest) ? new Kept(place, known, at, latest, drift) : this;
        }

        Kept without(Standing seen, Instant now) {
            return new Kept(place, seen, now, from, Optional.empty());
        }
    }

    /** @param since when a difference was first seen */
    record Drift(Standing found, List<Difference> differences, Instant since) {
        Drift {
            differences = List.copyOf(differences);
        }

        /** Whether this one says all that the other does: the planner reads no versions. */
        boolean tells(Drift other) {
            return differences.equals(other.differences) || bare(differences).equals(other.differences);
        }

        /** Whether the other one says the same, and only more of it. */
        boolean isIn(Drift other) {
            return differences.equals(bare(other.differences));
        }

        private static List<Difference> bare(List<Difference> differences) {
            return differences.stream().map(Difference::withoutVersion).toList();
        }

        String text() {
            return differences.stream().map(Difference::text).collect(Collectors.joining("; "));
        }
    }

    // ---- who looks after it

    /** A rollout takes these: it looks after them itself, and a look that began before says nothing any more. */
    void taken(Collection<String> credentials) {
        turn++;
        credentials.forEach(credential -> {
            held.add(credential);
            turned.put(credential, turn);
        });
    }

    /** It gives them back as it left them. */
    void givenBack(Rollout rollout, Instant now) {
        turn++;
        rollout.changes().values().forEach(change -> {
            String id = change.credential();
            String place = place(rollout.header().plan().credential(id).credential());
            Standing left = Ending.of(rollout, change, at(id, place).map(Kept::known));
            held.remove(id);
            turned.put(id, turn);
            keep(id, new Kept(place, left, now, now.plus(settle), Optional.empty()));
        });
    }

    // ---- looking

    /** What is to be looked at now: who waited longest first, and never more than the cycle asks for. */
    List<Task.Look> due(Inventory inventory, Instant now) {
        Duration passed = Duration.between(lastDue, now);
        lastDue = now;
        Collection<CredentialDocument> all = inventory.credentials();
        double share = (double) passed.toMillis() / every.toMillis();
        int most = Math.min(LOOKS_AT_ONCE - underWay, Math.max(1, (int) Math.ceil(all.size() * share)));
        if (most <= 0) {
            return List.of();
        }
        List<Task.Look> looks = new ArrayList<>();
        all.stream()
                .map(CredentialDocument::credential)
                .filter(credential -> due(credential.id(), now))
                .sorted(Comparator.comparing(credential -> asked.getOrDefault(credential.id(), Instant.MIN)))
                .limit(most)
                .forEach(credential -> {
                    asked.put(credential.id(), now);
                    underWay++;
                    looks.add(new Task.Look(credential, turn));
                });
        return looks;
    }

    private boolean due(String credential, Instant now) {
        Instant last = asked.get(credential);
        return !held.contains(credential)
                && (last == null || !now.isBefore(last.plus(every)))
                && settled(credential, now);
    }

    private boolean settled(String credential, Instant now) {
        Kept known = kept.get(credential);
        return known == null || !now.isBefore(known.from());
    }

    void looked() {
        underWay--;
    }

    /** @return what a human is to be told */
    Optional<LedgerDraft> seen(EngineEvent.Looked look, Inventory inventory, Instant now) {
        String id = look.credential().id();
        boolean stillThere = inventory
                .credential(id)
                .filter(document -> place(document.credential()).equals(place(look.credential())))
                .isPresent();
        if (!stillThere || !counts(id, look.turn())) {
            return Optional.empty();
        }
        return switch (look.seen()) {
            case Reading.Known<Standing> known -> compare(look.credential(), known.value(), now);
            case Reading.Unreadable<Standing> cannot -> {
                unreadable.put(id, cannot.reason());
                yield Optional.empty();
            }
        };
    }

    /** The planner reads the same things, and sees at once what the next look would. */
    void factsAsked(long ticket) {
        factsAsked.put(ticket, turn);
    }

    List<LedgerDraft> factsRead(EngineEvent.FactsRead read, Inventory inventory, Instant now) {
        Long began = factsAsked.remove(read.ticket());
        List<LedgerDraft> told = new ArrayList<>();
        if (began != null) {
            new TreeMap<>(read.facts())
                    .forEach((id, facts) -> Standing.of(facts)
                            .filter(seen -> counts(id, began) && settled(id, now))
                            .flatMap(seen -> inventory
                                    .credential(id)
                                    .flatMap(document -> compare(document.credential(), seen, now)))
                            .ifPresent(told::add));
        }
        return told;
    }

    /** Whether it began after everything of our own. */
    private boolean counts(String credential, long began) {
        return !held.contains(credential) && turned.getOrDefault(credential, 0L) <= began;
    }

    private Optional<LedgerDraft> compare(Credential credential, Standing seen, Instant now) {
        String id = credential.id();
        lookedAt.put(id, now);
        unreadable.remove(id);
        String place = place(credential);
        Optional<Kept> before = at(id, place);
        if (before.isEmpty()) {
            Optional<Drift> elsewhere = Optional.ofNullable(kept.get(id)).flatMap(Kept::drift);
            keep(id, new Kept(place, Standing.UNKNOWN.then(seen), now, now, Optional.empty()));
            return elsewhere.map(drift -> gone(id, "its document names another place", drift));
        }
        Kept known = before.get();
        List<Difference> differences = known.known().differences(seen, now);
        if (differences.isEmpty()) {
            Standing next = known.known().then(seen);
            if (known.drift().isPresent() || !next.equals(known.known())) {
                keep(id, known.without(next, now));
            }
            return known.drift().map(drift -> gone(id, "it is as it was known again", drift));
        }
        var drift = new Drift(seen, differences, known.drift().map(Drift::since).orElse(now));
        if (known.drift().filter(earlier -> earlier.tells(drift)).isPresent()) {
            return Optional.empty();
        }
        boolean news = known.drift().filter(earlier -> earlier.isIn(drift)).isEmpty();
        keep(id, new Kept(place, known.known(), known.at(), known.from(), Optional.of(drift)));
        return news ? Optional.of(found(id, drift)) : Optional.empty();
    }

    private static LedgerDraft found(String credential, Drift drift) {
        return LedgerDraft.of(
                LedgerAction.ALARM,
                credential,
                Map.of("code", CODE, "text", "somebody else changed it: " + drift.text() + "; " + remedy(credential)));
    }

    private static LedgerDraft gone(String credential, String why, Drift drift) {
        return LedgerDraft.of(
                LedgerAction.EVIDENCE,
                credential,
                Map.of("code", CODE, "text", why + "; what somebody else had done: " + drift.text()));
    }

    // ---- what a drift holds up

    /** Credentials that somebody else changed, with the difference in words. */
    SortedMap<String, String> drifted() {
        SortedMap<String, String> drifted = new TreeMap<>();
        kept.forEach((id, row) -> row.drift().ifPresent(drift -> drifted.put(id, drift.text())));
        return drifted;
    }

    /** Why a rollout of these may not begin. */
    Optional<String> against(Collection<String> credentials) {
        List<String> why = new ArrayList<>();
        credentials.forEach(id -> Optional.ofNullable(kept.get(id))
                .flatMap(Kept::drift)
                .ifPresent(drift -> why.add(id + ": " + drift.text())));
        return why.isEmpty()
                ? Optional.empty()
                : Optional.of("somebody else changed what it would move: " + String.join("; ", why));
    }

    Optional<Answer> refusesStart(Collection<String> credentials) {
        return against(credentials)
                .map(why -> Answer.Refused.of(Answer.Kind.CONFLICT, CODE, why, remedy("CREDENTIAL")));
    }

    static String remedy(String credential) {
        return "put it back, or: governor accept-drift " + credential + " --reason TEXT";
    }

    /** From now on what is there is what is known. */
    Answer accept(Order.AcceptDrift order, Caller caller, Inventory inventory, Instant now) {
        String id = order.credential();
        Optional<Kept> row =
                Optional.ofNullable(kept.get(id)).filter(found -> found.drift().isPresent());
        if (row.isEmpty() || inventory.credential(id).isEmpty()) {
            return Answer.Refused.of(
                    Answer.Kind.CONFLICT,
                    NOT_DRIFTED,
                    "nobody but the governor is known to have changed " + id,
                    "governor drift lists what was changed");
        }
        Drift drift = row.get().drift().orElseThrow();
        ledgering.entry(new LedgerDraft(
                LedgerAction.ORDERED,
                caller.name(),
                caller.method(),
                Optional.empty(),
                id,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(Map.of("order", "accept-drift", "why", order.reason(), "text", drift.text()))));
        keep(id, row.get().without(Standing.UNKNOWN.then(drift.found()), now));
        return new Answer.Done(view(id, now));
    }

    // ---- what may be seen

    List<DriftView> views(Inventory inventory, Instant now) {
        return inventory.credentials().stream()
                .map(document -> view(document.credential().id(), now))
                .toList();
    }

    DriftCounts counts(Inventory inventory, Instant now) {
        Map<State, Long> states =
                views(inventory, now).stream().collect(Collectors.groupingBy(DriftView::state, Collectors.counting()));
        return new DriftCounts(
                states.getOrDefault(State.DRIFTED, 0L).intValue(),
                states.getOrDefault(State.NOT_LOOKED_AT, 0L).intValue());
    }

    private DriftView view(String id, Instant now) {
        Optional<Kept> row = Optional.ofNullable(kept.get(id));
        Optional<Drift> drift = row.flatMap(Kept::drift);
        Optional<Instant> last = Optional.ofNullable(lookedAt.get(id)).or(() -> row.map(Kept::at));
        return new DriftView(
                id,
                state(id, drift.isPresent(), now),
                last,
                Optional.ofNullable(unreadable.get(id)),
                drift.map(Drift::since),
                drift.map(Drift::differences).orElse(List.of()).stream()
                        .map(it -> new DifferenceView(
                                it.where(), it.known(), it.found(), it.version(), it.by(), it.text()))
                        .toList());
    }

    /** Who was not seen for two cycles is not said to be as known; a drift stays one until it is seen gone. */
    private State state(String id, boolean drifted, Instant now) {
        if (held.contains(id)) {
            return State.IN_ROLLOUT;
        }
        if (drifted) {
            return State.DRIFTED;
        }
        Instant last = lookedAt.get(id);
        boolean fresh = last != null && now.isBefore(last.plus(every.multipliedBy(2)));
        return fresh && !unreadable.containsKey(id) ? State.AS_KNOWN : State.NOT_LOOKED_AT;
    }

    private Optional<Kept> at(String id, String place) {
        return Optional.ofNullable(kept.get(id)).filter(row -> row.place().equals(place));
    }

    private static String place(Credential credential) {
        return credential.kind() + " " + credential.verifier() + " " + credential.delivery();
    }

    private void keep(String id, Kept row) {
        kept.put(id, row);
        ledgering.put(RowKind.STANDING, id, Json.write(row));
    }
}
