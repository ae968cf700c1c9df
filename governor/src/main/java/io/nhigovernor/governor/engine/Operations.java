package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.view.AppliedView;
import io.nhigovernor.governor.engine.view.DocumentView;
import io.nhigovernor.governor.engine.view.DriftView;
import io.nhigovernor.governor.engine.view.EventView;
import io.nhigovernor.governor.engine.view.HealthView;
import io.nhigovernor.governor.engine.view.RolloutSummary;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.engine.view.ScheduleView;
import io.nhigovernor.governor.engine.view.TargetView;
import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.spi.ConnectorFactory.SettingProblem;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What the outer floors may ask of a running governor. Every method may be called from any thread and never blocks. */
public interface Operations {
    /** Answers once the order is durable. {@link AppliedView} for Apply, {@link DriftView} for
     * AcceptDrift, {@link RolloutView} for all others. */
    CompletionStage<Answer> order(Order order, Caller caller);

    CompletionStage<List<RolloutSummary>> rollouts();

    CompletionStage<Optional<RolloutView>> rollout(String id);

    /** Evidence per target of a rollout, in order of target. */
    CompletionStage<Optional<List<TargetView>>> targets(String rollout);

    CompletionStage<List<DocumentView>> documents();

    CompletionStage<List<ScheduleView>> schedules();

    /** Each credential of the inventory: whether somebody else changed it, in order of id. */
    CompletionStage<List<DriftView>> drift();

    CompletionStage<List<LedgerEntry>> ledger(long firstSequence, int limit);

    CompletionStage<HealthView> health();

    /** Every change worth showing, in order, until the returned handle is closed; slow listeners lose their place. */
    AutoCloseable listen(Consumer<EventView> listener);

    /**
     * Takes signals that were counted. False when the buffer is full: nothing of the batch was taken, the sender should come
     * again.
     */
    boolean signals(List<RawSignal> signals);

    void heartbeat(String source, Instant at);

    /** What the credential's connectors say about its settings. */
    List<SettingProblem> settingProblems(Credential credential);
}
