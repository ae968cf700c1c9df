package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.view.ScheduleView;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.plan.CredentialFacts;
import io.nhigovernor.governor.plan.Inventory;
import io.nhigovernor.governor.schedule.DueAnswer;
import io.nhigovernor.governor.schedule.DueCheck;
import io.nhigovernor.governor.schedule.Schedule;
import io.nhigovernor.governor.schedule.ScheduleState;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Reading;
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
import java.util.stream.Stream;

/** Runs schedules: asks each whether it is due, proposes and starts its rollout, and remembers what came of it. */
final class ScheduleDesk {
    private static final Duration READ_EXPIRIES_EVERY = Duration.ofMinutes(1);
    private static final String METHOD = "schedule";

    private final SortedMap<String, Kept> kept;
    private final Ledgering ledgering;
    private final Map<String, Instant> expiries = new HashMap<>();
    private final Map<String, Instant> readAt = new HashMap<>();
    private final Map<Long, String> reading = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private Inventory inventory;
    private long tickets;

    ScheduleDesk(Inventory inventory, SortedMap<String, Kept> kept, Ledgering ledgering) {
        this.inventory = inventory;
        this.kept = new TreeMap<>(kept);
        this.ledgering = ledgering;
    }

    /**
     * What is remembered of a schedule over restarts.
     *
     * @param last what its last tick came to
     * @param awaited the rollout it proposed and has not seen begin; until then it proposes no other
     */
    record Kept(ScheduleState state, String last, Optional<String> awaited) {
        static Kept since(Instant created) {
            return new Kept(new ScheduleState(Optional.empty(), created), "waiting", Optional.empty());
        }

        Kept says(String what, Optional<String> rollout) {
            return new Kept(state, what, rollout);
        }
    }

    /** Something a schedule wants done. */
    sealed interface Due {
        long ticket();

        record Run(long ticket, Order.Propose propose, Caller caller) implements Due {}

        record ReadExpiries(long ticket, List<Credential> credentials) implements Due {}
    }

    /** A schedule applied for the first time begins to count now. */
    void applied(Inventory now, Instant at) {
        inventory = now;
        now.schedules().forEach(schedule -> {
            if (!kept.containsKey(schedule.id())) {
                keep(schedule.id(), Kept.since(at));
            }
        });
    }

    List<Due> due(Inventory now, Instant at) {
        inventory = now;
        List<Due> due = new ArrayList<>();
        for (Schedule schedule : now.schedules()) {
            Kept known = kept.get(schedule.id());
            if (known == null
                    || underWay.contains(schedule.id())
                    || known.awaited().isPresent()) {
                continue;
            }
            if (schedule.trigger() instanceof Schedule.BeforeExpiry) {
                readExpiries(schedule, at).ifPresent(due::add);
            }
            if (answer(schedule, known, at) instanceof DueAnswer.Due) {
                underWay.add(schedule.id());
                due.add(new Due.Run(
                        --tickets,
                        new Order.Propose(schedule.ringPlan(), schedule.reason(), Optional.empty(), schedule.mode()),
                        caller(schedule.id())));
            }
        }
        return due;
    }

    private Optional<Due> readExpiries(Schedule schedule, Instant at) {
        Instant last = readAt.getOrDefault(schedule.id(), Instant.MIN);
        if (last.isAfter(at.minus(READ_EXPIRIES_EVERY))) {
            return Optional.empty();
        }
        readAt.put(schedule.id(), at);
        return inventory.ringPlan(schedule.ringPlan()).map(ringPlan -> {
            long ticket = --tickets;
            reading.put(ticket, schedule.id());
            return new Due.ReadExpiries(ticket, PlanDesk.selected(ringPlan, inventory));
        });
    }

    /** True if these facts were read for a schedule's expiry. What could not be read keeps the expiry known before. */
    boolean expiriesRead(EngineEvent.FactsRead read) {
        String schedule = reading.remove(read.ticket());
        if (schedule == null) {
            return false;
        }
        boolean whole = read.lost().isEmpty()
                && read.facts().values().stream().allMatch(facts -> facts.acceptance() instanceof Reading.Known);
        Optional<Instant> earliest = read.facts().values().stream()
                .flatMap(ScheduleDesk::expiriesInUse)
                .min(Instant::compareTo);
        if (earliest.isPresent()) {
            expiries.put(schedule, earliest.get());
        } else if (whole) {
            expiries.remove(schedule);
        }
        return true;
    }

    /** Of what consumers are pointed at; a prior that stays accepted beside it may run out in peace. */
    private static Stream<Instant> expiriesInUse(CredentialFacts facts) {
        if (!(facts.acceptance() instanceof Reading.Known<Acceptance> known)) {
            return Stream.empty();
        }
        Set<Fingerprint> inUse = new HashSet<>();
        facts.holders().values().forEach(holder -> {
            if (holder.pointer() instanceof Reading.Known<Optional<Fingerprint>> pointer) {
                pointer.value().ifPresent(inUse::add);
            }
        });
        return known.value().generations().stream()
                .filter(generation -> generation.enabled() && inUse.contains(generation.fingerprint()))
                .flatMap(generation -> generation.validity().notAfter().stream());
    }

    static Caller caller(String schedule) {
        return new Caller("schedule/" + schedule, METHOD);
    }

    /** If the proposal came from a schedule, it will start it as soon as it may begin. */
    void proposed(PlanDesk.Ask ask, String rollout, Instant at) {
        scheduleOf(ask).ifPresent(id -> ran(id, at, "proposed " + rollout, Optional.of(rollout)));
    }

    /** Rollouts that were proposed and have not begun, by schedule. */
    SortedMap<String, String> awaited() {
        SortedMap<String, String> awaited = new TreeMap<>();
        kept.forEach((id, known) -> known.awaited().ifPresent(rollout -> awaited.put(id, rollout)));
        return awaited;
    }

    /** Whether its hours allow a beginning now; a schedule that is gone has none. */
    boolean open(String id, Instant at) {
        return inventory.schedules().stream()
                .filter(schedule -> schedule.id().equals(id))
                .allMatch(schedule ->
                        schedule.window().map(window -> window.contains(at)).orElse(true));
    }

    void began(String id, String rollout) {
        says(id, "started " + rollout, Optional.empty());
    }

    /** Said once for each reason: a rollout nobody approves would else wait unnoticed. */
    void waits(String id, String rollout, String why) {
        String what = rollout + " waits: " + why;
        if (says(id, what, Optional.of(rollout))) {
            alarm(id, what + "; it begins by itself when it may");
        }
    }

    void refused(PlanDesk.Ask ask, Answer answer, Instant at) {
        scheduleOf(ask).ifPresent(id -> {
            String why = answer instanceof Answer.Refused refused
                    ? String.join(
                            "; ",
                            refused.reasons().stream().map(Answer.Reason::text).toList())
                    : "refused";
            ran(id, at, "refused: " + why, Optional.empty());
            alarm(id, "its rollout was refused: " + why);
        });
    }

    List<ScheduleView> views(Instant at) {
        return inventory.schedules().stream()
                .map(schedule -> {
                    Kept known = kept.getOrDefault(schedule.id(), Kept.since(at));
                    DueAnswer answer = answer(schedule, known, at);
                    Optional<Instant> next = switch (answer) {
                        case DueAnswer.Due due -> Optional.of(due.at());
                        case DueAnswer.NotYet early -> Optional.of(early.next());
                        case DueAnswer.Idle ignored -> Optional.empty();
                    };
                    return new ScheduleView(
                            schedule.id(), schedule.ringPlan(), known.state().lastRun(), next, known.last());
                })
                .toList();
    }

    private DueAnswer answer(Schedule schedule, Kept known, Instant at) {
        return DueCheck.due(schedule, known.state(), Optional.ofNullable(expiries.get(schedule.id())), at);
    }

    private void ran(String id, Instant at, String what, Optional<String> rollout) {
        underWay.remove(id);
        Instant created = kept.getOrDefault(id, Kept.since(at)).state().createdAt();
        keep(id, new Kept(new ScheduleState(Optional.of(at), created), what, rollout));
    }

    /** True if it was not said already. */
    private boolean says(String id, String what, Optional<String> rollout) {
        Kept known = kept.get(id);
        if (known == null || known.last().equals(what)) {
            return false;
        }
        keep(id, known.says(what, rollout));
        return true;
    }

    private void alarm(String id, String text) {
        ledgering.entry(LedgerDraft.of(LedgerAction.ALARM, "Schedule/" + id, Map.of("text", text)));
    }

    private void keep(String id, Kept value) {
        kept.put(id, value);
        ledgering.put(RowKind.SCHEDULE_STATE, id, Json.write(value));
    }

    static Optional<String> scheduleOf(PlanDesk.Ask ask) {
        return ask.caller().method().equals(METHOD)
                ? Optional.of(ask.caller().name().substring("schedule/".length()))
                : Optional.empty();
    }
}
