package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.document.DocumentText;
import io.nhigovernor.governor.engine.EngineCore.Loaded;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.plan.Document;
import io.nhigovernor.governor.plan.Inventory;
import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.rollout.CredentialChange;
import io.nhigovernor.governor.rollout.Cutover;
import io.nhigovernor.governor.rollout.RestoreFacts;
import io.nhigovernor.governor.rollout.Rollout;
import io.nhigovernor.governor.store.Row;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.governor.store.SetBack;
import io.nhigovernor.governor.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads back everything the engine goes on from. */
final class Loading {
    /** More than one rollout ever opens under one epoch. */
    private static final long INTENTS_MAX = 1_000_000_000L;

    private Loading() {}

    static Loaded load(Store store, Instant now) {
        var ledgering = new Ledgering();
        Optional<SetBack> setBack = store.setBack();
        List<Document> documents = new ArrayList<>();
        var authors = new TreeMap<String, String>();
        for (Row row : rows(store, RowKind.DOCUMENT, ledgering)) {
            if (Authors.row(row.id())) {
                authors.put(Authors.document(row.id()), row.json());
            } else {
                documents.add(DocumentText.read(row.json()));
            }
        }
        Map<String, List<CredentialChange>> changes = new HashMap<>();
        for (Row row : rows(store, RowKind.CHANGE, ledgering)) {
            CredentialChange change = Json.read(row.json(), CredentialChange.class);
            changes.computeIfAbsent(owner(row, change.credential()), ignored -> new ArrayList<>())
                    .add(change);
        }
        Map<String, List<Cutover>> cutovers = new HashMap<>();
        for (Row row : rows(store, RowKind.CUTOVER, ledgering)) {
            Cutover cutover = Json.read(row.json(), Cutover.class);
            cutovers.computeIfAbsent(owner(row, cutover.target().toString()), ignored -> new ArrayList<>())
                    .add(cutover);
        }
        Optional<Long> namesSince = Optional.empty();
        Map<String, Plan> plans = new HashMap<>();
        Map<String, RestoreFacts> restores = new HashMap<>();
        Map<String, String> headers = new TreeMap<>();
        var waivers = new TreeMap<String, Waiver>();
        for (Row row : rows(store, RowKind.ROLLOUT, ledgering)) {
            if (row.id().equals(Codec.setBackRowId())) {
                namesSince = Optional.of(Json.read(row.json(), Long.class));
            } else if (Codec.planRow(row.id())) {
                plans.put(row.id(), Json.read(row.json(), Plan.class));
            } else if (Codec.restoreRow(row.id())) {
                restores.put(row.id(), Json.read(row.json(), RestoreFacts.class));
            } else if (Codec.waiverRow(row.id())) {
                waivers.put(Codec.rolloutOfWaiver(row.id()), Json.read(row.json(), Waiver.class));
            } else {
                headers.put(row.id(), row.json());
            }
        }
        var watches = new TreeMap<String, RolloutWatch.Saved>();
        var moves = new TreeMap<String, List<RolloutWatch.SavedMove>>();
        for (Row row : rows(store, RowKind.SNAPSHOT, ledgering)) {
            if (Codec.moveRow(row.id())) {
                var move = Json.read(row.json(), RolloutWatch.SavedMove.class);
                moves.computeIfAbsent(move.rollout(), ignored -> new ArrayList<>())
                        .add(move);
            } else {
                watches.put(row.id(), Json.read(row.json(), RolloutWatch.Saved.class));
            }
        }
        var rollouts = new TreeMap<String, Rollout>();
        headers.forEach((id, json) -> {
            Plan plan = plans.get(Codec.planRowId(id));
            if (plan == null) {
                throw new IllegalStateException("rollout " + id + " has no plan row");
            }
            Rollout.Header stored = Codec.header(json, plan, Optional.ofNullable(restores.get(Codec.restoreRowId(id))));
            Rollout.Header header = setBack.isEmpty() ? stored : stored.intentsFrom(store.epoch() * INTENTS_MAX);
            RolloutWatch.Saved saved = watches.get(id);
            rollouts.put(
                    id,
                    Rollout.reloaded(
                            saved == null ? header : header.notBefore(saved.clocks()),
                            changes.getOrDefault(id, List.of()),
                            cutovers.getOrDefault(id, List.of()),
                            now));
        });
        var schedules = new TreeMap<String, ScheduleDesk.Kept>();
        for (Row row : rows(store, RowKind.SCHEDULE_STATE, ledgering)) {
            schedules.put(row.id(), Json.read(row.json(), ScheduleDesk.Kept.class));
        }
        var standings = new TreeMap<String, DriftDesk.Kept>();
        for (Row row : rows(store, RowKind.STANDING, ledgering)) {
            standings.put(row.id(), Json.read(row.json(), DriftDesk.Kept.class));
        }
        return new Loaded(
                Inventory.of(documents),
                new Authors(authors, ledgering),
                rollouts,
                watches,
                moves,
                schedules,
                waivers,
                standings,
                ledgering,
                setBack,
                store.epoch(),
                namesSince);
    }

    private static List<Row> rows(Store store, RowKind kind, Ledgering ledgering) {
        List<Row> rows = store.rows(kind);
        rows.forEach(row -> ledgering.known(kind, row.id(), row.version()));
        return rows;
    }

    /** Rows of changes and cutovers are named {@code rollout/subject}. */
    private static String owner(Row row, String subject) {
        return row.id().substring(0, row.id().length() - subject.length() - 1);
    }
}
