package io.nhigovernor.governor.api;

import io.nhigovernor.governor.engine.Answer;
import io.nhigovernor.governor.engine.Caller;
import io.nhigovernor.governor.engine.Operations;
import io.nhigovernor.governor.engine.Order;
import io.nhigovernor.governor.engine.view.AppliedView;
import io.nhigovernor.governor.engine.view.DocumentView;
import io.nhigovernor.governor.engine.view.DriftView;
import io.nhigovernor.governor.engine.view.EventView;
import io.nhigovernor.governor.engine.view.HealthView;
import io.nhigovernor.governor.engine.view.RolloutSummary;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.engine.view.ScheduleView;
import io.nhigovernor.governor.engine.view.SetBackView;
import io.nhigovernor.governor.engine.view.TargetView;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.spi.ConnectorFactory.SettingProblem;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An engine with a memory and no backends: orders change phases, and everything asked of it can be read back. */
public final class FakeOperations implements Operations {
    public final List<Order> orders = new CopyOnWriteArrayList<>();
    public final List<Caller> callers = new CopyOnWriteArrayList<>();
    public final List<RawSignal> signals = new CopyOnWriteArrayList<>();
    public final List<String> heartbeats = new CopyOnWriteArrayList<>();
    public final List<Consumer<EventView>> listeners = new CopyOnWriteArrayList<>();
    public final Map<String, RolloutView> rollouts = new LinkedHashMap<>();
    public final List<DocumentView> documents = new ArrayList<>();
    public volatile boolean full;
    public int mostAtOnce = Integer.MAX_VALUE;
    public volatile boolean broken;
    public volatile Optional<CompletableFuture<Answer>> pending = Optional.empty();
    private long events;

    @Override
    public synchronized CompletionStage<Answer> order(Order order, Caller caller) {
        if (broken) {
            throw new IllegalStateException("a bug with a secret inside");
        }
        orders.add(order);
        callers.add(caller);
        return pending.isPresent() ? pending.get() : CompletableFuture.completedFuture(answer(order, caller));
    }

    /** Names of all files that were to be applied. */
    public List<String> files() {
        return orders.stream()
                .filter(Order.Apply.class::isInstance)
                .flatMap(order -> ((Order.Apply) order).files().stream())
                .map(io.nhigovernor.governor.document.SourceFile::name)
                .toList();
    }

    private static Answer wrongDocuments(Order.Apply apply) {
        return new Answer.Refused(
                Answer.Kind.BAD_INPUT,
                List.of(
                        new Answer.Reason(
                                "D1001",
                                "kind Wrong is not known",
                                "Use Identity, Credential, RingPlan or Schedule.",
                                Optional.of(new Answer.Where(
                                        apply.files().getFirst().name(), 1, 7, "kind"))),
                        Answer.Reason.of("D1002", "the document has no id", "Add id.")));
    }

    private static Answer applied(Order.Apply apply) {
        return new Answer.Done(new AppliedView(
                apply.dryRun(),
                List.of(new AppliedView.Change(
                        "Identity",
                        "billing",
                        "updated",
                        List.of(new AppliedView.Difference("tier", "NORMAL", "CRITICAL"))))));
    }

    private static boolean wrong(Order.Apply apply) {
        return apply.files().stream()
                .anyMatch(file ->
                        new String(file.text(), java.nio.charset.StandardCharsets.UTF_8).contains("kind: Wrong"));
    }

    private Answer answer(Order order, Caller caller) {
        return switch (order) {
            case Order.ConfirmSetBack ignored ->
                new Answer.Done(new SetBackView("E2110", "older", "confirm", List.of(), List.of(), List.of()));
            case Order.AcceptDrift accept -> new Answer.Done(Samples.drift(accept.credential(), false));
            case Order.Apply apply -> wrong(apply) ? wrongDocuments(apply) : applied(apply);
            case Order.Propose propose -> {
                if (propose.ringPlan().equals("missing")) {
                    yield new Answer.Refused(
                            Answer.Kind.BAD_INPUT,
                            List.of(
                                    Answer.Reason.of("E2001", "ring plan missing is not applied", "Apply it first."),
                                    Answer.Reason.of("E2002", "nothing selects billing", "Add a ring.")));
                }
                RolloutView view = Samples.rollout(
                        "r-" + (rollouts.size() + 1), propose.ringPlan(), propose.reason(), "PROPOSED", caller.name());
                rollouts.put(view.id(), view);
                yield new Answer.Done(view);
            }
            case Order.Approve approve -> {
                RolloutView view = rollouts.get(approve.rollout());
                if (view != null && view.requester().equals(caller.name())) {
                    yield Answer.Refused.of(
                            Answer.Kind.FORBIDDEN,
                            "E3002",
                            caller.name() + " proposed this rollout and cannot approve it",
                            "Ask someone else to approve.");
                }
                yield move(approve.rollout(), "APPROVED");
            }
            case Order.Start start -> move(start.rollout(), "RUNNING");
            case Order.Retry retry -> move(retry.rollout(), "PROPOSED");
            case Order.Waive waive -> move(waive.rollout(), "APPROVED");
            case Order.Hold hold -> move(hold.rollout(), "HELD");
            case Order.Resume resume -> {
                RolloutView view = rollouts.get(resume.rollout());
                yield view != null && !view.phase().equals("HELD")
                        ? Answer.Refused.of(
                                Answer.Kind.CONFLICT, "E3010", "rollout is not held", "Resume only what is held.")
                        : move(resume.rollout(), "RUNNING");
            }
            case Order.Promote promote -> move(promote.rollout(), "RUNNING");
            case Order.Halt halt -> move(halt.rollout(), "RESTORED");
            case Order.Restore restore -> move(restore.rollout(), "HELD");
            case Order.Exclude exclude -> move(exclude.rollout(), "RUNNING");
        };
    }

    public synchronized Answer move(String id, String phase) {
        RolloutView old = rollouts.get(id);
        if (old == null) {
            return Answer.Refused.of(
                    Answer.Kind.NOT_FOUND, "E3001", "there is no rollout " + id, "List them with governor status.");
        }
        RolloutView view = Samples.rollout(id, old.ringPlan(), old.reason(), phase, old.requester());
        rollouts.put(id, view);
        tell("ROLLOUT", Optional.of(id), id, "rollout is " + phase);
        return new Answer.Done(view);
    }

    public synchronized void tell(String kind, Optional<String> rollout, String subject, String text) {
        EventView event = new EventView(++events, Samples.NOW, kind, rollout, subject, text);
        listeners.forEach(listener -> listener.accept(event));
    }

    @Override
    public synchronized CompletionStage<List<RolloutSummary>> rollouts() {
        List<RolloutSummary> summaries = rollouts.values().stream()
                .map(view ->
                        new RolloutSummary(view.id(), view.ringPlan(), view.phase(), view.createdAt(), view.endedAt()))
                .toList();
        return CompletableFuture.completedFuture(summaries);
    }

    @Override
    public synchronized CompletionStage<Optional<RolloutView>> rollout(String id) {
        return CompletableFuture.completedFuture(Optional.ofNullable(rollouts.get(id)));
    }

    @Override
    public synchronized CompletionStage<Optional<List<TargetView>>> targets(String rollout) {
        return CompletableFuture.completedFuture(Optional.ofNullable(rollouts.get(rollout))
                .map(view -> List.of(Samples.target(Samples.FIRST, "canary"), Samples.target(Samples.SECOND, "rest"))));
    }

    @Override
    public CompletionStage<List<DocumentView>> documents() {
        return CompletableFuture.completedFuture(List.copyOf(documents));
    }

    @Override
    public CompletionStage<List<ScheduleView>> schedules() {
        return CompletableFuture.completedFuture(List.of(new ScheduleView(
                "nightly", "payments", Optional.empty(), Optional.of(Samples.NOW.plusSeconds(3600)), "not due")));
    }

    @Override
    public CompletionStage<List<DriftView>> drift() {
        return CompletableFuture.completedFuture(
                List.of(Samples.drift("key/idle", false), Samples.drift("key/taken", true)));
    }

    @Override
    public CompletionStage<List<LedgerEntry>> ledger(long firstSequence, int limit) {
        List<LedgerEntry> entries = new ArrayList<>();
        for (long sequence = firstSequence; sequence <= 3 && entries.size() < limit; sequence++) {
            LedgerDraft draft = LedgerDraft.of(
                    LedgerAction.VERDICT, "canary", Map.of("verdict", "RESTORE", "reason", "9 failures in a row"));
            LedgerDraft ofRollout = new LedgerDraft(
                    draft.action(),
                    draft.actor(),
                    draft.method(),
                    Optional.of("r-1"),
                    draft.subject(),
                    draft.attempt(),
                    draft.intent(),
                    draft.planDigest(),
                    draft.before(),
                    draft.after(),
                    draft.detail());
            entries.add(new LedgerEntry(sequence, Samples.NOW, 1, "0".repeat(64), ofRollout, "1".repeat(64)));
        }
        return CompletableFuture.completedFuture(entries);
    }

    Optional<SetBackView> setBack = Optional.empty();

    @Override
    public CompletionStage<HealthView> health() {
        return CompletableFuture.completedFuture(new HealthView(
                "0.1.0",
                1,
                false,
                0,
                1,
                signals.size(),
                List.of(new HealthView.SourceView("estate", Samples.NOW, false)),
                new HealthView.DriftCounts(1, 1),
                setBack));
    }

    @Override
    public AutoCloseable listen(Consumer<EventView> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public boolean signals(List<RawSignal> batch) {
        return !full && batch.size() <= mostAtOnce && signals.addAll(batch);
    }

    @Override
    public void heartbeat(String source, Instant at) {
        heartbeats.add(source + " " + at);
    }

    @Override
    public List<SettingProblem> settingProblems(Credential credential) {
        return List.of();
    }
}
