package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.EngineCore.Loaded;
import io.nhigovernor.governor.engine.view.DocumentView;
import io.nhigovernor.governor.engine.view.DriftView;
import io.nhigovernor.governor.engine.view.EventView;
import io.nhigovernor.governor.engine.view.HealthView;
import io.nhigovernor.governor.engine.view.RolloutSummary;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.engine.view.ScheduleView;
import io.nhigovernor.governor.engine.view.TargetView;
import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.governor.plan.Document.CredentialDocument;
import io.nhigovernor.governor.plan.Inventory;
import io.nhigovernor.governor.rollout.Phases;
import io.nhigovernor.governor.rollout.RolloutPhase;
import io.nhigovernor.governor.store.Store;
import io.nhigovernor.spi.ConnectorFactory.SettingProblem;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thin shell around the core: one thread that takes events from an inbox, a store that makes each decision durable,
 * virtual threads that act afterwards, and a timer that only puts ticks in the inbox. If a decision cannot be made durable
 * the engine stops for good: acting without a record is worse than not acting, and nothing outside breaks without it.
 */
public final class Engine implements Operations, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final String VERSION = "0.1.0";
    /** Whoever plans a thousand waits for all of them. */
    private static final int FACTS_AT_ONCE = 8;
    /** Who was asleep for longer than this first finds out whether it was replaced meanwhile. */
    private static final Duration OWNED_FOR = Duration.ofSeconds(2);

    private final EngineConfig config;
    private final Store store;
    private final Connectors connectors;
    private final InstantSource clock;
    private final Runnable onStop;
    private final EngineCore core;
    private final Hands hands;
    private final Facts facts;
    private final OutsideReads outside;
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Queue<EngineEvent.Came> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger signalsWaiting = new AtomicInteger();
    private final AtomicBoolean tickWaiting = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong tickets = new AtomicLong();
    private final Map<Long, CompletableFuture<Answer>> asked = new ConcurrentHashMap<>();
    private final Set<CompletableFuture<?>> promised = ConcurrentHashMap.newKeySet();
    private final CopyOnWriteArrayList<Consumer<EventView>> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pulse").daemon().factory());
    private final Thread thread;

    /** What connectors were last told of, and the telling of it. Engine thread only. */
    private Inventory told = Inventory.EMPTY;

    private CompletionStage<Void> telling = CompletableFuture.completedFuture(null);

    /** When a commit last showed that nobody has taken the database over. */
    private volatile Instant owned;

    /** Completes when every decision so far is durable and acted on. Engine thread only. */
    private CompletionStage<Boolean> recorded = CompletableFuture.completedFuture(true);

    /**
     * @param clock a monotonic clock that tells wall time; jumps of it would be taken for time passed
     * @param onStop called once if the engine stops because a decision could not be made durable
     */
    public Engine(EngineConfig config, Store store, Connectors connectors, InstantSource clock, Runnable onStop) {
        this.config = config;
        this.store = store;
        this.connectors = connectors;
        this.clock = clock;
        this.onStop = onStop;
        this.owned = clock.instant();
        Loaded loaded = Loading.load(store, clock.instant());
        this.core = new EngineCore(config, loaded, connectors::settingProblems, clock.instant());
        this.hands = new Hands(connectors, config.requestDeadline(), clock);
        this.facts = new Facts(connectors, FACTS_AT_ONCE);
        this.outside = new OutsideReads(connectors);
        this.thread = Thread.ofPlatform().name("engine").unstarted(this::run);
    }

    /** Wall time that moves only as the monotonic clock does. */
    public static InstantSource steadyClock() {
        Instant start = Instant.now();
        long origin = System.nanoTime();
        return () -> start.plusNanos(System.nanoTime() - origin);
    }

    public void start() {
        inbox.add(this::tellConnectors);
        thread.start();
        long every = config.tick().toNanos();
        pulse.scheduleAtFixedRate(this::tick, 0, every, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        if (tickWaiting.compareAndSet(false, true)) {
            inbox.add(() -> {
                tickWaiting.set(false);
                look();
                decide(new EngineEvent.Tick());
            });
        }
    }

    /** Whether the store has room is its own to know. */
    private void look() {
        boolean full = store.scarce();
        if (full != core.roomFull()) {
            LOG.warn("{}: {}", Room.CODE, full ? Room.FULL : Room.AMPLE);
            decide(new EngineEvent.RoomFound(full));
        }
    }

    private void run() {
        try {
            while (!stopped.get()) {
                inbox.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        } catch (RuntimeException | Error e) {
            LOG.error("the engine met a bug and stops; everything outside keeps working as it is", e);
            stop();
        }
    }

    /** A decision that writes nothing still waits: what it acts on may have been decided by one that is not durable yet. */
    private void decide(EngineEvent event) {
        Instant now = clock.instant();
        Decision decision = core.on(event, now);
        boolean owns = now.isBefore(owned.plus(OWNED_FOR));
        if (owns) {
            recorded = recorded.thenApply(durable -> begin(decision.ready()));
        }
        CompletionStage<?> committed = decision.commit()
                .<CompletionStage<?>>map(commit -> store.commit(commit).thenRun(() -> owned = clock.instant()))
                .orElse(recorded);
        recorded = recorded.thenCombine(committed, (before, written) -> true).thenApply(durable -> {
            if (!owns) {
                begin(decision.ready());
            }
            act(decision);
            return true;
        });
        recorded.whenComplete((done, failure) -> {
            if (failure != null && !stopped.get()) {
                LOG.error("a decision could not be made durable; the engine stops", failure);
                stop();
            }
        });
        tellConnectors();
    }

    /** One telling after the other, each once it is durable that it is so. */
    private void tellConnectors() {
        Inventory now = core.inventory();
        if (now != told) {
            told = now;
            telling = telling.thenCombine(recorded, (before, durable) -> durable)
                    .thenAcceptAsync(durable -> connectors.know(credentials(now)), workers);
        }
    }

    private static List<Credential> credentials(Inventory inventory) {
        return inventory.credentials().stream()
                .map(CredentialDocument::credential)
                .toList();
    }

    private void act(Decision decision) {
        if (stopped.get()) {
            return;
        }
        begin(decision.tasks());
        decision.replies().forEach(reply -> {
            CompletableFuture<Answer> waiting = asked.remove(reply.ticket());
            if (waiting != null) {
                waiting.complete(reply.answer());
            }
        });
        decision.events().forEach(event -> {
            log(event);
            listeners.forEach(listener -> tell(listener, event));
        });
    }

    private boolean begin(List<Task> tasks) {
        if (!stopped.get()) {
            tasks.forEach(task -> workers.execute(() -> work(task)));
        }
        return true;
    }

    /** What a human must look at, also for whoever has the log alone. */
    private static void log(EventView event) {
        if (event.kind().equals("ALARM") && event.rollout().isPresent()) {
            LOG.warn("alarm {} {}: {}", event.rollout().get(), event.subject(), event.text());
        }
    }

    /** Who only looks on cannot stop the engine. */
    private static void tell(Consumer<EventView> listener, EventView event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.error("a listener failed", e);
        }
    }

    /** Each task ends in exactly one event, whatever its connector does: its permit comes back. */
    private void work(Task task) {
        Future<EngineEvent> call = workers.submit(() -> perform(task));
        Duration patience = patience(task);
        EngineEvent came;
        try {
            came = call.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            // A slow backend is expected, not a bug: what came of it is read back.
            LOG.warn("a connector gave no answer within {}", patience);
            came = unanswered(task, "no answer within " + patience);
        } catch (ExecutionException e) {
            came = unanswered(task, Hands.bug("a task", e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        EngineEvent result = came;
        if (result instanceof EngineEvent.Came answer) {
            answers.add(answer);
            inbox.add(this::decideAnswers);
        } else {
            inbox.add(() -> decide(result));
        }
    }

    /** All that came since the engine looked last, at once; whoever comes to look after that finds nothing. */
    private void decideAnswers() {
        List<EngineEvent.Came> came = new ArrayList<>();
        for (EngineEvent.Came answer = answers.poll(); answer != null; answer = answers.poll()) {
            came.add(answer);
        }
        if (!came.isEmpty()) {
            decide(new EngineEvent.CameTogether(came));
        }
    }

    private EngineEvent perform(Task task) {
        return switch (task) {
            case Task.Act act -> new EngineEvent.Came(act.rollout(), hands.perform(act), act.restoring());
            case Task.ReadFacts read ->
                new EngineEvent.FactsRead(read.ticket(), facts.read(read.credentials()), Optional.empty());
            case Task.ReadOutside read ->
                new EngineEvent.OutsideRead(read.credential().id(), outside.read(read.credential()));
            case Task.Look look ->
                new EngineEvent.Looked(look.credential(), look.turn(), outside.standing(look.credential()));
        };
    }

    private EngineEvent unanswered(Task task, String why) {
        return switch (task) {
            case Task.Act act -> new EngineEvent.Came(act.rollout(), hands.unanswered(act, why), act.restoring());
            case Task.ReadFacts read -> new EngineEvent.FactsRead(read.ticket(), Map.of(), Optional.of(why));
            case Task.ReadOutside read ->
                new EngineEvent.OutsideRead(read.credential().id(), Reading.unreadable(why));
            case Task.Look look -> new EngineEvent.Looked(look.credential(), look.turn(), Reading.unreadable(why));
        };
    }

    /** Twice what a well-behaved connector needs; after it a request counts as lost, and its effect may still come. */
    private Duration patience(Task task) {
        Duration one = config.requestDeadline().plus(config.horizon());
        return switch (task) {
            case Task.Act ignored -> one;
            case Task.ReadOutside read ->
                one.plus(config.requestDeadline()
                        .multipliedBy(read.credential().holders().size()));
            case Task.Look look ->
                one.plus(config.requestDeadline()
                        .multipliedBy(look.credential().holders().size()));
            case Task.ReadFacts read ->
                one.plus(
                        config.requestDeadline().multipliedBy(read.credentials().size()));
        };
    }

    private void stop() {
        if (stopped.compareAndSet(false, true)) {
            pulse.shutdownNow();
            // First the word that it stopped, then the answers that will not come: whoever hears one can rely on the
            // other.
            onStop.run();
            breakPromises();
        }
    }

    private void breakPromises() {
        promised.forEach(answer -> answer.completeExceptionally(new IllegalStateException("the engine stopped")));
    }

    /** Whoever is promised an answer gets one, or hears that the engine stopped. */
    private <T> CompletableFuture<T> promise() {
        var answer = new CompletableFuture<T>();
        promised.add(answer);
        answer.whenComplete((done, failure) -> promised.remove(answer));
        if (stopped.get()) {
            answer.completeExceptionally(new IllegalStateException("the engine stopped"));
        }
        return answer;
    }

    // ---- what the outer floors may ask

    @Override
    public CompletionStage<Answer> order(Order order, Caller caller) {
        long ticket = tickets.incrementAndGet();
        CompletableFuture<Answer> answer = promise();
        asked.put(ticket, answer);
        inbox.add(() -> decide(new EngineEvent.Ordered(ticket, order, caller)));
        return answer;
    }

    /** Looks at the core on its own thread; what it sees is told once it is durable. */
    private <T> CompletionStage<T> look(Function<EngineCore, T> question) {
        CompletableFuture<T> answer = promise();
        inbox.add(() -> {
            try {
                T seen = question.apply(core);
                recorded.thenAccept(durable -> answer.complete(seen));
            } catch (RuntimeException e) {
                LOG.error("a question could not be answered", e);
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    @Override
    public CompletionStage<List<RolloutSummary>> rollouts() {
        return look(state -> state.rollouts().stream()
                .map(rollout -> new RolloutSummary(
                        rollout.id(),
                        rollout.header().plan().ringPlan().id(),
                        Phases.name((Record) rollout.phase()),
                        rollout.header().createdAt(),
                        rollout.header().endedAt()))
                .toList());
    }

    @Override
    public CompletionStage<Optional<RolloutView>> rollout(String id) {
        return look(state -> state.view(id));
    }

    @Override
    public CompletionStage<Optional<List<TargetView>>> targets(String rollout) {
        return look(state -> state.targets(rollout));
    }

    @Override
    public CompletionStage<List<DocumentView>> documents() {
        return look(state -> state.documents().views());
    }

    @Override
    public CompletionStage<List<ScheduleView>> schedules() {
        return look(state -> state.schedules().views(clock.instant()));
    }

    @Override
    public CompletionStage<List<DriftView>> drift() {
        return look(state -> state.drifts().views(state.inventory(), clock.instant()));
    }

    @Override
    public CompletionStage<List<LedgerEntry>> ledger(long firstSequence, int limit) {
        return CompletableFuture.supplyAsync(() -> store.ledger(firstSequence, limit), workers);
    }

    @Override
    public CompletionStage<HealthView> health() {
        return look(state -> {
            Instant now = clock.instant();
            List<String> late = state.telemetry().late(now);
            List<HealthView.SourceView> sources = new ArrayList<>();
            state.telemetry()
                    .heard()
                    .forEach((source, at) -> sources.add(new HealthView.SourceView(source, at, late.contains(source))));
            int open = 0;
            int active = 0;
            for (var rollout : state.rollouts()) {
                open += (int) rollout.changes().values().stream()
                        .filter(change -> change.intent().isPresent())
                        .count();
                open += (int) rollout.cutovers().values().stream()
                        .filter(cutover -> cutover.intent().isPresent())
                        .count();
                active += RolloutPhase.active(rollout.phase()) ? 1 : 0;
            }
            return new HealthView(
                    VERSION,
                    store.epoch(),
                    state.roomFull(),
                    open,
                    active,
                    state.telemetry().taken(),
                    sources,
                    state.drifts().counts(state.inventory(), now),
                    state.setBack());
        });
    }

    @Override
    public AutoCloseable listen(Consumer<EventView> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public boolean signals(List<RawSignal> signals) {
        if (stopped.get()) {
            return false;
        }
        if (signalsWaiting.addAndGet(signals.size()) > config.signalBuffer()) {
            signalsWaiting.addAndGet(-signals.size());
            return false;
        }
        inbox.add(() -> {
            signalsWaiting.addAndGet(-signals.size());
            decide(new EngineEvent.Signals(signals));
        });
        return true;
    }

    @Override
    public void heartbeat(String source, Instant at) {
        inbox.add(() -> decide(new EngineEvent.Heartbeat(source, at)));
    }

    @Override
    public List<SettingProblem> settingProblems(Credential credential) {
        return connectors.settingProblems(credential);
    }

    /** Stops taking events; calls under way end by themselves and are read back at the next start. */
    @Override
    public void close() {
        stopped.set(true);
        pulse.shutdownNow();
        inbox.add(() -> {});
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
        breakPromises();
    }
}
