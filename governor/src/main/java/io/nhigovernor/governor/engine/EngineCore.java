package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.Decision.Reply;
import io.nhigovernor.governor.engine.view.EventView;
import io.nhigovernor.governor.engine.view.SetBackView;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.plan.Inventory;
import io.nhigovernor.governor.rollout.Action;
import io.nhigovernor.governor.rollout.CredentialChange;
import io.nhigovernor.governor.rollout.Cutover;
import io.nhigovernor.governor.rollout.CutoverPhase;
import io.nhigovernor.governor.rollout.Event;
import io.nhigovernor.governor.rollout.Freeze;
import io.nhigovernor.governor.rollout.Operation;
import io.nhigovernor.governor.rollout.Rollout;
import io.nhigovernor.governor.rollout.RolloutMachine;
import io.nhigovernor.governor.rollout.RolloutPhase;
import io.nhigovernor.governor.rollout.Step;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.governor.store.SetBack;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Identity;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Everything the governor decides, on one thread, from events to decisions: no I/O, no clock, no randomness, so that the
 * same events in the same order give the same decisions. Whoever drives it (the engine's thread, a simulator) makes each
 * decision durable before acting on it.
 */
final class EngineCore {
    /** A pause of the whole process earns no more than this as observed time. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

    private final EngineConfig config;
    private final RolloutMachine machine;
    private final Lanes lanes;
    private final Ledgering ledgering;
    private final Telemetry telemetry;
    private final DocumentDesk documents;
    private final PlanDesk plans;
    private final ScheduleDesk schedules;
    private final SecondTries secondTries;
    private final Room room = new Room();
    private final SetBackDesk setBack;
    private final DriftDesk drifts;
    private final long epoch;
    private Optional<Long> namesSince;
    private final SortedMap<String, Rollout> rollouts = new TreeMap<>();
    private final SortedMap<String, RolloutWatch> ended = new TreeMap<>();
    private final SnapshotPace snapshots;
    private final TickPace ticks = new TickPace();
    /** Asked for by earlier decisions: what had to wait was a permit. */
    private final List<Task> ready = new ArrayList<>();

    private final List<Task> tasks = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final List<EventView> events = new ArrayList<>();
    private long eventNumber;
    private Instant lastTick;

    EngineCore(EngineConfig config, Loaded loaded, DocumentDesk.Settings settings, Instant now) {
        this.config = config;
        this.machine = new RolloutMachine(config.timing());
        this.lanes = new Lanes(config.forwardPermits(), config.restorePermits());
        this.ledgering = loaded.ledgering();
        this.documents = new DocumentDesk(loaded.inventory(), loaded.authors(), settings, ledgering);
        this.telemetry = new Telemetry(now, this::target);
        this.plans = new PlanDesk(telemetry);
        this.snapshots = new SnapshotPace(config.snapshotEvery());
        this.schedules = new ScheduleDesk(loaded.inventory(), loaded.schedules(), ledgering);
        this.secondTries = new SecondTries(loaded.waivers(), ledgering);
        this.setBack = new SetBackDesk(
                loaded.setBack(), config.requestDeadline().plus(config.horizon()), config.retryDelay(), ledgering, now);
        this.drifts = new DriftDesk(
                config.lookEvery(),
                config.requestDeadline().plus(config.horizon()),
                loaded.standings(),
                ledgering,
                now);
        this.epoch = loaded.epoch();
        this.namesSince = loaded.namesSince();
        this.lastTick = now;
        loaded.rollouts().forEach((id, rollout) -> {
            rollouts.put(id, rollout);
            if (!RolloutPhase.before(rollout.phase())) {
                RolloutWatch watch = watch(rollout);
                Optional.ofNullable(loaded.watches().get(id)).ifPresent(saved -> watch.resume(saved, now));
                loaded.moves().getOrDefault(id, List.of()).forEach(watch::resume);
                if (RolloutPhase.over(rollout.phase())) {
                    retireWatch(id);
                } else {
                    drifts.taken(rollout.changes().keySet());
                }
            }
        });
    }

    Decision on(EngineEvent event, Instant now) {
        switch (event) {
            case EngineEvent.Ordered ordered -> ordered(ordered, now);
            case EngineEvent.Came came -> came(List.of(came), now);
            case EngineEvent.CameTogether together -> came(together.answers(), now);
            case EngineEvent.FactsRead read -> factsRead(read, now);
            case EngineEvent.OutsideRead read -> outsideRead(read, now);
            case EngineEvent.Looked look -> looked(look, now);
            case EngineEvent.Signals signals -> signals.signals().forEach(signal -> telemetry.signal(signal, now));
            case EngineEvent.Heartbeat heartbeat -> telemetry.heartbeat(heartbeat.source(), heartbeat.at(), now);
            case EngineEvent.RoomFound found -> room(found, now);
            case EngineEvent.Tick ignored -> tick(now);
        }
        var decision = new Decision(
                List.copyOf(ready), ledgering.take(), List.copyOf(tasks), List.copyOf(replies), List.copyOf(events));
        ready.clear();
        tasks.clear();
        replies.clear();
        events.clear();
        return decision;
    }

    // ---- orders

    private void ordered(EngineEvent.Ordered ordered, Instant now) {
        Optional<Answer> noRoom = room.refuses(ordered.order());
        if (noRoom.isPresent()) {
            reply(ordered.ticket(), noRoom.get());
            return;
        }
        String by = ordered.caller().name();
        Optional<Answer> frozen = setBack.refuses(ordered.order());
        if (frozen.isPresent()) {
            reply(ordered.ticket(), frozen.get());
            return;
        }
        switch (ordered.order()) {
            case Order.Apply apply -> {
                reply(ordered.ticket(), documents.apply(apply, ordered.caller()));
                schedules.applied(documents.inventory(), now);
            }
            case Order.Propose propose -> propose(ordered.ticket(), propose, ordered.caller(), now);
            case Order.Approve it -> ordered(ordered, it.rollout(), new Event.ApprovalGiven(by, it.digest()), now);
            case Order.Start it -> start(ordered, it, now);
            case Order.Retry it -> retry(ordered, it, now);
            case Order.Waive it -> waive(ordered, it, now);
            case Order.Hold it ->
                ordered(
                        ordered,
                        it.rollout(),
                        new Event.HoldOrdered(
                                by, it.reason(), it.owner(), it.expires().map(expiry -> expiry.from(now))),
                        now);
            case Order.Resume it -> ordered(ordered, it.rollout(), new Event.ResumeOrdered(by), now);
            case Order.Promote it -> ordered(ordered, it.rollout(), new Event.PromoteOrdered(by, it.ring()), now);
            case Order.Halt it -> ordered(ordered, it.rollout(), new Event.HaltOrdered(by, it.reason()), now);
            case Order.Restore it ->
                ordered(
                        ordered,
                        it.rollout(),
                        new Event.RestoreOrdered(by, it.ring(), it.identity(), it.reason()),
                        now);
            case Order.ConfirmSetBack it -> confirm(ordered, it);
            case Order.AcceptDrift it -> reply(ordered.ticket(), drifts.accept(it, ordered.caller(), inventory(), now));
            case Order.Exclude it ->
                ordered(ordered, it.rollout(), new Event.ExcludeOrdered(by, it.identity(), it.reason()), now);
        }
    }

    private void ordered(EngineEvent.Ordered ordered, String rollout, Event event, Instant now) {
        if (!rollouts.containsKey(rollout)) {
            reply(ordered.ticket(), noRollout(rollout));
            return;
        }
        Optional<Step.Refused> refused = step(rollout, event, now);
        reply(
                ordered.ticket(),
                refused.<Answer>map(EngineCore::refused)
                        .orElseGet(() -> new Answer.Done(view(rollout).orElseThrow())));
    }

    private void confirm(EngineEvent.Ordered ordered, Order.ConfirmSetBack confirm) {
        Answer answer = setBack.confirm(confirm, ordered.caller(), rollouts.values(), credentials());
        if (answer instanceof Answer.Done) {
            // No id of a rollout or an intent that was forgotten is ever used again.
            namesSince = Optional.of(epoch);
            ledgering.put(RowKind.ROLLOUT, Codec.setBackRowId(), Json.write(epoch));
            rollouts.values().stream()
                    .filter(rollout -> !RolloutPhase.over(rollout.phase()))
                    .forEach(rollout -> ledgering.put(RowKind.ROLLOUT, rollout.id(), Codec.header(rollout.header())));
        }
        reply(ordered.ticket(), answer);
    }

    private void outsideRead(EngineEvent.OutsideRead read, Instant now) {
        ready.addAll(lanes.finished(false));
        setBack.read(read, rollouts.values());
        compareWithOutside(now);
    }

    private void compareWithOutside(Instant now) {
        for (Rollout rollout : List.copyOf(rollouts.values())) {
            setBack.toCompare(rollout).ifPresent(seen -> {
                switch (machine.on(rollout, new Event.SeenOutside(seen), documents.retained(), Freeze.READ, now)) {
                    case Step.Refused refused -> throw new IllegalStateException(refused.text());
                    case Step.Taken taken -> {
                        setBack.compared(rollout.id(), taken.entries());
                        take(rollout.id(), taken, now);
                    }
                }
            });
        }
    }

    /** Of the inventory, and as the plans of rollouts under way know them. */
    private Map<String, Credential> credentials() {
        Map<String, Credential> all = new TreeMap<>();
        documents
                .inventory()
                .credentials()
                .forEach(it -> all.put(it.credential().id(), it.credential()));
        rollouts.values().stream()
                .filter(rollout -> RolloutPhase.active(rollout.phase()))
                .flatMap(rollout -> rollout.header().plan().credentials().stream())
                .forEach(planned -> all.put(planned.credential().id(), planned.credential()));
        return all;
    }

    Optional<SetBackView> setBack() {
        return setBack.view(credentials());
    }

    private static Answer noRollout(String rollout) {
        return Answer.Refused.of(
                Answer.Kind.NOT_FOUND, "E2101", "there is no rollout " + rollout, "governor status lists them");
    }

    private void retry(EngineEvent.Ordered ordered, Order.Retry retry, Instant now) {
        Rollout rollout = rollouts.get(retry.rollout());
        Optional<Answer> refused = rollout == null
                ? Optional.of(noRollout(retry.rollout()))
                : secondTries.refusesRetry(rollout, watchOf(retry.rollout()), now);
        if (rollout == null || refused.isPresent()) {
            refused.ifPresent(answer -> reply(ordered.ticket(), answer));
            return;
        }
        secondTries.retried(rollout, retry.cause(), ordered.caller());
        var anew = new Order.Propose(
                rollout.header().plan().ringPlan().id(),
                "retry of " + rollout.id() + ": " + retry.cause(),
                Optional.empty());
        propose(ordered.ticket(), anew, ordered.caller(), now);
    }

    private void waive(EngineEvent.Ordered ordered, Order.Waive waive, Instant now) {
        Rollout rollout = rollouts.get(waive.rollout());
        Optional<Answer> refused = rollout == null
                ? Optional.of(noRollout(waive.rollout()))
                : secondTries.waive(rollout, waive, ordered.caller(), now);
        reply(
                ordered.ticket(),
                refused.orElseGet(() -> new Answer.Done(view(waive.rollout()).orElseThrow())));
    }

    private static Answer refused(Step.Refused refused) {
        Answer.Kind kind = refused.code().equals("E2003") || refused.code().equals("E2030")
                ? Answer.Kind.FORBIDDEN
                : Answer.Kind.CONFLICT;
        return Answer.Refused.of(kind, refused.code(), refused.text(), refused.remedy());
    }

    private void start(EngineEvent.Ordered ordered, Order.Start start, Instant now) {
        Rollout rollout = rollouts.get(start.rollout());
        if (rollout != null && rollout.phase() instanceof RolloutPhase.Approved) {
            List<String> held = heldByOthers(rollout);
            if (!held.isEmpty()) {
                reply(
                        ordered.ticket(),
                        Answer.Refused.of(
                                Answer.Kind.CONFLICT,
                                "E2102",
                                "another rollout holds " + String.join(", ", held),
                                "wait for its end, or halt it"));
                return;
            }
            Optional<Answer> drifted = drifts.refusesStart(rollout.changes().keySet());
            if (drifted.isPresent()) {
                reply(ordered.ticket(), drifted.get());
                return;
            }
            Optional<Answer> capped = secondTries.refusesStart(rollout, rollouts.values(), now);
            if (capped.isPresent()) {
                reply(ordered.ticket(), capped.get());
                return;
            }
        }
        ordered(
                ordered,
                start.rollout(),
                new Event.StartOrdered(ordered.caller().name()),
                now);
    }

    private void propose(long ticket, Order.Propose propose, Caller caller, Instant now) {
        switch (plans.ask(ticket, propose, caller, documents.inventory())) {
            case PlanDesk.Asked.Read read -> {
                drifts.factsAsked(ticket);
                ask(new Task.ReadFacts(ticket, read.credentials(), Tier.NORMAL));
            }
            case PlanDesk.Asked.Refused refused -> {
                schedules.refused(new PlanDesk.Ask(propose, caller), refused.answer(), now);
                reply(ticket, refused.answer());
            }
        }
    }

    private void factsRead(EngineEvent.FactsRead read, Instant now) {
        ready.addAll(lanes.finished(false));
        if (schedules.expiriesRead(read)) {
            return;
        }
        drifts.factsRead(read, inventory(), now).forEach(entry -> tell(entry, now));
        PlanDesk.Proposal proposal =
                plans.plan(read, documents, claims(), Compromises.known(rollouts.values()), drifts.drifted(), now);
        if (room.full() && proposal instanceof PlanDesk.Proposal.Made made) {
            schedules.refused(made.ask(), Room.refusal(), now);
            reply(read.ticket(), Room.refusal());
            return;
        }
        switch (proposal) {
            case PlanDesk.Proposal.Refused refused -> {
                schedules.refused(refused.ask(), refused.answer(), now);
                reply(read.ticket(), refused.answer());
            }
            case PlanDesk.Proposal.Made made -> {
                PlanDesk.Ask ask = made.ask();
                String id = nextId(ask.propose().ringPlan());
                rollouts.put(
                        id,
                        Rollout.draft(
                                id,
                                made.plan(),
                                ask.caller().name(),
                                ask.propose().reason(),
                                now));
                ledgering.put(RowKind.ROLLOUT, Codec.planRowId(id), Json.write(made.plan()));
                Rollout draft = rollouts.get(id);
                draft.changes().values().forEach(change -> write(id, change));
                draft.cutovers().values().forEach(cutover -> write(id, cutover));
                step(id, new Event.Proposed(), now);
                schedules.proposed(ask, id, now);
                startWhatSchedulesAwait(now);
                reply(read.ticket(), new Answer.Done(view(id).orElseThrow()));
            }
        }
    }

    private void looked(EngineEvent.Looked look, Instant now) {
        drifts.looked();
        if (!room.full()) {
            drifts.seen(look, inventory(), now).ifPresent(entry -> tell(entry, now));
        }
    }

    /** Of no rollout. */
    private void tell(LedgerDraft entry, Instant now) {
        ledgering.entry(entry);
        events.add(new EventView(
                ++eventNumber,
                now,
                entry.action().toString(),
                Optional.empty(),
                entry.subject(),
                entry.detail().getOrDefault("text", "")));
    }

    /** A schedule's rollout begins as soon as it is approved, its window is open and nobody else holds its credentials. */
    private void startWhatSchedulesAwait(Instant now) {
        schedules.awaited().forEach((schedule, id) -> {
            Rollout rollout = rollout(id);
            if (!RolloutPhase.before(rollout.phase())) {
                schedules.began(schedule, id);
            } else if (rollout.phase() instanceof RolloutPhase.Approved) {
                List<String> held = heldByOthers(rollout);
                Optional<String> drifted = drifts.against(rollout.changes().keySet());
                if (!held.isEmpty()) {
                    schedules.waits(schedule, id, "another rollout holds " + String.join(", ", held));
                } else if (!schedules.open(schedule, now)) {
                    schedules.waits(schedule, id, "its window is closed");
                } else if (drifted.isPresent()) {
                    schedules.waits(schedule, id, drifted.get());
                } else if (secondTries.capped(rollout, rollouts.values(), now)) {
                    schedules.waits(
                            schedule, id, "two restores within a day, so the next start asks for a human's waiver");
                } else {
                    step(
                            id,
                            new Event.StartOrdered(ScheduleDesk.caller(schedule).name()),
                            now);
                    schedules.began(schedule, id);
                }
            } else {
                schedules.waits(schedule, id, "it is not approved");
            }
        });
    }

    private String nextId(String ringPlan) {
        long before = rollouts.values().stream()
                .filter(rollout -> rollout.header().plan().ringPlan().id().equals(ringPlan))
                .count();
        return ringPlan + namesSince.map(since -> "-e" + since).orElse("") + "-" + (before + 1);
    }

    // ---- answers from outside

    /** One step, and one commit, for all answers of a rollout that are there. */
    private void came(List<EngineEvent.Came> answers, Instant now) {
        Map<String, List<Event.Answered>> byRollout = new LinkedHashMap<>();
        for (EngineEvent.Came came : answers) {
            ready.addAll(lanes.finished(came.restoring()));
            byRollout
                    .computeIfAbsent(came.rollout(), ignored -> new ArrayList<>())
                    .add(came.event());
        }
        byRollout.forEach((id, events) -> answered(id, events, now));
    }

    private void answered(String id, List<Event.Answered> events, Instant now) {
        take(id, machine.answered(rollout(id), events, documents.retained(), setBack.of(id), now), now);
    }

    // ---- time

    private void tick(Instant now) {
        Duration passed = Duration.between(lastTick, now);
        Duration credited = passed.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : passed;
        lastTick = now;
        for (String id : List.copyOf(rollouts.keySet())) {
            telemetry.of(id).ifPresent(watch -> {
                for (Event.Judged judged : watch.advance(now)) {
                    step(id, judged, now);
                }
                int targets = rollout(id).cutovers().size();
                ticks.tick(id, targets, new TickPace.Passed(credited, telemetry.healthy(id, now)))
                        .ifPresent(told -> step(
                                id,
                                new Event.Ticked(
                                        told.time(), told.healthy(), telemetry.unheard(id, now), watch.sightings()),
                                now));
            });
        }
        if (room.full()) {
            holdForRoom(now);
            return;
        }
        rollouts.forEach((id, rollout) -> {
            if (snapshots.due(id, rollout.cutovers().size(), now)) {
                snapshot(id);
            }
        });
        if (setBack.frozen()) {
            setBack.due(credentials(), now).forEach(credential -> ask(new Task.ReadOutside(credential)));
            compareWithOutside(now);
            return;
        }
        tasks.addAll(drifts.due(inventory(), now));
        startWhatSchedulesAwait(now);
        schedules.due(documents.inventory(), now).forEach(due -> {
            switch (due) {
                case ScheduleDesk.Due.Run run -> propose(run.ticket(), run.propose(), run.caller(), now);
                case ScheduleDesk.Due.ReadExpiries read ->
                    ask(new Task.ReadFacts(read.ticket(), read.credentials(), Tier.LOW));
            }
        });
    }

    private void room(EngineEvent.RoomFound found, Instant now) {
        tell(room.found(found.full()), now);
        if (found.full()) {
            holdForRoom(now);
        }
    }

    /** Whoever resumes has seen that there is room: a disk that fills and empties does not move anybody to and fro. */
    private void holdForRoom(Instant now) {
        for (String id : List.copyOf(rollouts.keySet())) {
            if (rollout(id).phase() instanceof RolloutPhase.Running) {
                step(id, new Event.HoldOrdered("governor", Room.FULL, Optional.empty(), Optional.empty()), now);
            }
        }
    }

    private void snapshot(String id) {
        telemetry
                .of(id)
                .ifPresent(watch -> ledgering.put(
                        RowKind.SNAPSHOT,
                        id,
                        Json.write(watch.save(rollout(id).header().clocks()))));
    }

    // ---- one step of one rollout

    private Optional<Step.Refused> step(String id, Event event, Instant now) {
        return switch (machine.on(rollout(id), event, documents.retained(), setBack.of(id), now)) {
            case Step.Refused refused -> Optional.of(refused);
            case Step.Taken taken -> {
                take(id, taken, now);
                yield Optional.empty();
            }
        };
    }

    private void take(String id, Step.Taken taken, Instant now) {
        Rollout before = rollout(id);
        rollouts.put(id, taken.next());
        if (taken.headerChanged()) {
            ledgering.put(RowKind.ROLLOUT, id, Codec.header(taken.next().header()));
        }
        boolean turns = !before.header().restore().equals(taken.next().header().restore());
        if (turns) {
            taken.next()
                    .header()
                    .restore()
                    .ifPresent(restore -> ledgering.put(RowKind.ROLLOUT, Codec.restoreRowId(id), Json.write(restore)));
        }
        if (RolloutPhase.before(before.phase())
                && !RolloutPhase.before(taken.next().phase())) {
            watch(taken.next());
            snapshot(id);
            taken.next().changes().keySet().forEach(credential -> ledgering.claim(credential, id, true));
            drifts.taken(taken.next().changes().keySet());
            if (taken.next().header().plan().compromised()) {
                taken.next()
                        .changes()
                        .values()
                        .forEach(change -> ledgering.compromised(
                                change.credential(), change.prior().value(), id));
            }
        }
        taken.changes().forEach(change -> {
            write(id, change);
            telemetry
                    .of(id)
                    .ifPresent(watch -> watch.generations(change.credential(), change.prior(), change.candidate()));
        });
        boolean judgeBegan = false;
        for (Cutover cutover : taken.cutovers()) {
            write(id, cutover);
            judgeBegan |= telemetry
                    .of(id)
                    .filter(watch -> moved(watch, before, cutover))
                    .isPresent();
        }
        if (judgeBegan) {
            // With the move itself; those after it have rows of their own until the next snapshot.
            snapshot(id);
        }
        taken.opened().forEach(intent -> ledgering.opened(Codec.intent(id, intent)));
        taken.closed().forEach(closed -> ledgering.closed(closed.intent().id(), closed.outcome()));
        taken.entries().forEach(ledgering::entry);
        taken.moves()
                .forEach(move -> show(
                        now,
                        move.machine().toString(),
                        id,
                        move.subject(),
                        move.from() + " -> " + move.to() + ": " + move.why()));
        taken.entries().forEach(entry -> showEntry(now, id, entry));
        taken.actions()
                .forEach(action -> ask(new Task.Act(id, taken.next().header().plan(), action, tier(action))));
        if (RolloutPhase.over(taken.next().phase()) && !RolloutPhase.over(before.phase())) {
            taken.next().changes().keySet().forEach(credential -> ledgering.claim(credential, id, false));
            drifts.givenBack(taken.next(), now);
            snapshot(id);
            retireWatch(id);
        }
        boolean stops = before.phase() instanceof RolloutPhase.Running
                && !(taken.next().phase() instanceof RolloutPhase.Running);
        if (stops || turns) {
            withdrawWaiting(id, now);
        }
    }

    /**
     * Held, or somebody turned back: what goes forward and still waits for its permit does not begin any more. It is known
     * not to have happened, so that nobody on the way back waits for it. A destruction recorded is past its return and stays.
     */
    private void withdrawWaiting(String id, Instant now) {
        Predicate<Task> forward = task -> task instanceof Task.Act act
                && act.rollout().equals(id)
                && !(act.action() instanceof Action.Send send && send.intent().operation() == Operation.DESTROY);
        List<Task> withdrawn = lanes.withdraw(forward, ready);
        List<Event.Answered> notBegun = new ArrayList<>();
        for (Task task : withdrawn) {
            if (task instanceof Task.Act act) {
                notBegun.add(NotBegun.event(act.action(), config.retryDelay(), now));
            }
        }
        if (!notBegun.isEmpty()) {
            answered(id, notBegun, now);
        }
    }

    /** @return whether the judge of its ring began with it */
    private boolean moved(RolloutWatch watch, Rollout before, Cutover cutover) {
        TargetId target = cutover.target();
        Cutover earlier = before.cutovers().get(target);
        if (earlier == null || earlier.phase().equals(cutover.phase())) {
            return false;
        }
        if (cutover.phase() instanceof CutoverPhase.Promoted promoted
                && !(earlier.phase() instanceof CutoverPhase.Held)) {
            RolloutWatch.Moved moved = watch.moved(target, promoted.at(), telemetry);
            var kept = new RolloutWatch.SavedMove(before.id(), target, promoted.at(), moved.past());
            ledgering.put(RowKind.SNAPSHOT, Codec.moveRowId(before.id(), target), Json.write(kept));
            return moved.began();
        } else if (cutover.phase() instanceof CutoverPhase.Repointed repointed) {
            watch.member(target).pointedBack(repointed.at());
        } else if (cutover.phase() instanceof CutoverPhase.Excluded) {
            watch.exclude(target);
        }
        return false;
    }

    private RolloutWatch watch(Rollout rollout) {
        RolloutWatch watch = telemetry.watch(rollout.id(), rollout.header().plan());
        rollout.changes()
                .values()
                .forEach(change -> watch.generations(change.credential(), change.prior(), change.candidate()));
        return watch;
    }

    private void retireWatch(String id) {
        telemetry.of(id).ifPresent(watch -> ended.put(id, watch));
        telemetry.unwatch(id);
    }

    private void write(String id, CredentialChange change) {
        ledgering.put(RowKind.CHANGE, id + "/" + change.credential(), Json.write(change));
    }

    private void write(String id, Cutover cutover) {
        ledgering.put(RowKind.CUTOVER, id + "/" + cutover.target(), Json.write(cutover));
    }

    private void ask(Task task) {
        tasks.addAll(lanes.ask(task));
    }

    private void reply(long ticket, Answer answer) {
        replies.add(new Reply(ticket, answer));
    }

    private void show(Instant now, String kind, String rollout, String subject, String text) {
        events.add(new EventView(++eventNumber, now, kind, Optional.of(rollout), subject, text));
    }

    private void showEntry(Instant now, String id, LedgerDraft entry) {
        if (entry.action() == LedgerAction.VERDICT) {
            show(
                    now,
                    "VERDICT",
                    id,
                    entry.subject(),
                    entry.detail().getOrDefault("verdict", "") + ": "
                            + entry.detail().getOrDefault("reasons", ""));
        } else if (entry.action() == LedgerAction.ALARM) {
            show(now, "ALARM", id, entry.subject(), entry.detail().getOrDefault("text", ""));
        }
    }

    /** Credentials that a rollout under way holds, with its id (S21). */
    private Map<String, String> claims() {
        Map<String, String> claims = new TreeMap<>();
        rollouts.values().stream()
                .filter(rollout -> !RolloutPhase.before(rollout.phase()) && !RolloutPhase.over(rollout.phase()))
                .forEach(rollout ->
                        rollout.changes().keySet().forEach(credential -> claims.put(credential, rollout.id())));
        return claims;
    }

    private List<String> heldByOthers(Rollout rollout) {
        Map<String, String> claims = claims();
        return rollout.changes().keySet().stream()
                .filter(claims::containsKey)
                .map(credential -> credential + " by " + claims.get(credential))
                .toList();
    }

    private Tier tier(Action action) {
        Optional<TargetId> target = switch (action) {
            case Action.Send send -> send.intent().target();
            case Action.ReadBack read -> read.intent().target();
            case Action.Precheck precheck -> precheck.targets().stream().findFirst();
            case Action.Prove prove -> Optional.of(prove.source());
            case Action.Reassert reassert -> Optional.of(reassert.target());
        };
        return target.flatMap(id -> documents.inventory().identity(id.identity()))
                .map(Identity::tier)
                .orElse(Tier.NORMAL);
    }

    /** The target a signal is about: the credential it names, or the only one its identity holds. */
    private Optional<TargetId> target(RawSignal signal) {
        return signal.credential()
                .or(() -> documents.onlyCredentialOf(signal.identity()))
                .map(credential -> new TargetId(credential, signal.identity()))
                .filter(target -> documents.holds(target) || telemetry.watched(target));
    }

    private Rollout rollout(String id) {
        Rollout rollout = rollouts.get(id);
        if (rollout == null) {
            throw new IllegalArgumentException("there is no rollout " + id);
        }
        return rollout;
    }

    // ---- what may be seen

    Optional<io.nhigovernor.governor.engine.view.RolloutView> view(String id) {
        return Optional.ofNullable(rollouts.get(id))
                .map(rollout -> Views.rollout(rollout, watchOf(id), secondTries.view(id)));
    }

    Optional<List<io.nhigovernor.governor.engine.view.TargetView>> targets(String id) {
        return Optional.ofNullable(rollouts.get(id)).map(rollout -> Views.targets(rollout, watchOf(id)));
    }

    List<Rollout> rollouts() {
        return List.copyOf(rollouts.values());
    }

    DocumentDesk documents() {
        return documents;
    }

    ScheduleDesk schedules() {
        return schedules;
    }

    DriftDesk drifts() {
        return drifts;
    }

    boolean roomFull() {
        return room.full();
    }

    Telemetry telemetry() {
        return telemetry;
    }

    private Optional<RolloutWatch> watchOf(String id) {
        return telemetry.of(id).or(() -> Optional.ofNullable(ended.get(id)));
    }

    Inventory inventory() {
        return documents.inventory();
    }

    /**
     * What is there at a start.
     *
     * @param watches what was kept of each rollout's telemetry
     * @param moves of each rollout's members, also those that were kept since
     * @param namesSince the epoch under which a gap was confirmed last
     */
    record Loaded(
            Inventory inventory,
            Authors authors,
            SortedMap<String, Rollout> rollouts,
            SortedMap<String, RolloutWatch.Saved> watches,
            SortedMap<String, List<RolloutWatch.SavedMove>> moves,
            SortedMap<String, ScheduleDesk.Kept> schedules,
            SortedMap<String, Waiver> waivers,
            SortedMap<String, DriftDesk.Kept> standings,
            Ledgering ledgering,
            Optional<SetBack> setBack,
            long epoch,
            Optional<Long> namesSince) {}
}
