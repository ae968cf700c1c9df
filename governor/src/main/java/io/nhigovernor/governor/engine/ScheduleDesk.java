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
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs schedules: asks each whether it is due, proposes and starts its rollout, and remembers what came of it. */
final class ScheduleDesk {
    private static final Duration READ_EXPIRIES_EVERY = Duration.ofMinutes(1);
    private static final String METHOD = "schedule";

    private final SortedMap<String, Kept> kept;
    private final Ledgering ledgering;
    private final Map<String, Instant> expiries = new HashMap<>();
    private final Map<String, Instant> readAt = new HashMap<>();
    private final Map<Long, String> reading = new HashMap<>();
    private final Map<String, Boolean> underWay = new HashMap<>();
    private Inventory inventory = Inventory.EMPTY;
    private long tickets;

    ScheduleDesk(SortedMap<String, Kept> kept, Ledgering ledgering) {
        this.kept = new TreeMap<>(kept);
        this.ledgering = ledgering;
    }

    /** What is remembered of a schedule over restarts. @param last what its last tick came to */
    record Kept(ScheduleState state, String last) {}

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
                keep(schedule.id(), new Kept(new ScheduleState(Optional.empty(), at), "waiting"));
            }
        });
    }

    List<Due> due(Inventory now, Instant at) {
        inventory = now;
        List<Due> due = new ArrayList<>();
        for (Schedule schedule : now.schedules()) {
            Kept known = kept.get(schedule.id());
            if (known == null || underWay.containsKey(schedule.id())) {
                continue;
            }
            if (schedule.trigger() instanceof Schedule.BeforeExpiry) {
                readExpiries(schedule, at).ifPresent(due::add);
            }
            if (answer(schedule, known, at) instanceof DueAnswer.Due) {
                underWay.put(schedule.id(), true);
                due.add(new Due.Run(
                        --tickets,
                        new Order.Propose(schedule.ringPlan(), schedule.reason(), Optional.empty()),
                        new Caller("schedule/" + schedule.id(), METHOD)));
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

    /** True if these facts were read for a schedule's expiry. */
    boolean expiriesRead(long ticket, Map<String, CredentialFacts> facts) {
        String schedule = reading.remove(ticket);
        if (schedule == null) {
            return false;
        }
        facts.values().stream()
                .map(CredentialFacts::acceptance)
                .filter(Reading.Known.class::isInstance)
                .map(reading -> ((Reading.Known<Acceptance>) reading).value())
                .flatMap(acceptance -> acceptance.generations().stream())
                .filter(AcceptedGeneration::enabled)
                .flatMap(generation -> generation.validity().notAfter().stream())
                .min(Instant::compareTo)
                .ifPresentOrElse(expiry -> expiries.put(schedule, expiry), () -> expiries.remove(schedule));
        return true;
    }

    /** True if the proposal came from a schedule, which then starts it as soon as it is approved. */
    boolean proposed(PlanDesk.Ask ask, Instant at) {
        Optional<String> schedule = scheduleOf(ask);
        schedule.ifPresent(id -> ran(id, at, "proposed"));
        return schedule.isPresent();
    }

    void refused(PlanDesk.Ask ask, Answer answer, Instant at) {
        scheduleOf(ask).ifPresent(id -> {
            String why = answer instanceof Answer.Refused refused
                    ? String.join(
                            "; ",
                            refused.reasons().stream().map(Answer.Reason::text).toList())
                    : "refused";
            ran(id, at, "refused: " + why);
            ledgering.entry(LedgerDraft.of(
                    LedgerAction.ALARM, "Schedule/" + id, Map.of("text", "its rollout was refused: " + why)));
        });
    }

    List<ScheduleView> views(Instant at) {
        return inventory.schedules().stream()
                .map(schedule -> {
                    Kept known = kept.getOrDefault(
                            schedule.id(), new Kept(new ScheduleState(Optional.empty(), at), "waiting"));
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

    private void ran(String id, Instant at, String what) {
        underWay.remove(id);
        Kept known = kept.get(id);
        Instant created = known == null ? at : known.state().createdAt();
        keep(id, new Kept(new ScheduleState(Optional.of(at), created), what));
    }

    private void keep(String id, Kept value) {
        kept.put(id, value);
        ledgering.put(RowKind.SCHEDULE_STATE, id, Json.write(value));
    }

    private static Optional<String> scheduleOf(PlanDesk.Ask ask) {
        return ask.caller().method().equals(METHOD)
                ? Optional.of(ask.caller().name().substring("schedule/".length()))
                : Optional.empty();
    }
}
