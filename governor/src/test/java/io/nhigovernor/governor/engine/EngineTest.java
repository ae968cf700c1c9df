package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.document.SourceFile;
import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.governor.store.Commit;
import io.nhigovernor.governor.store.IntentRow;
import io.nhigovernor.governor.store.Row;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.governor.store.SetBack;
import io.nhigovernor.governor.store.Store;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.SignalSource;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.testkit.BackendCapabilities;
import io.nhigovernor.testkit.InMemoryBackend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EngineTest {
    private static final int PERMITS = 2;
    private static final Caller CALLER = new Caller("operator", "token");
    private static final String WORLD = """
            kind: Identity
            id: one
            owner: team
            cadence: PT1S
            labels: {ring: "0"}
            ---
            kind: Credential
            id: key/one
            type: OIDC_KEY
            holders: [one]
            verifier: {connector: memory}
            delivery: {connector: memory}
            relyingParties:
              - {name: service, address: "https://127.0.0.1:1/prove"}
            labels: {ring: "0"}
            ---
            kind: RingPlan
            id: plan
            credentials: {labels: {ring: "0"}}
            rings:
              - name: ring-0
                select: {labels: {ring: "0"}}
                gate: {promise: proof-of-life}
            """;

    private final InMemoryBackend backend =
            new InMemoryBackend(credential -> BackendCapabilities.fenced(), InstantSource.system());
    private final SlowStore store = new SlowStore();
    private final Semaphore stops = new Semaphore(0);
    private final CountDownLatch never = new CountDownLatch(1);
    private final BlockingQueue<List<String>> known = new LinkedBlockingQueue<>();
    private volatile boolean deaf;
    private Optional<Engine> running = Optional.empty();

    @AfterEach
    void close() {
        running.ifPresent(Engine::close);
    }

    @Test
    void nothingIsSaidOfADecisionBeforeThoseBeforeItAreDurable() throws Exception {
        Engine engine = engine(backend.verifier());
        var applied = engine.order(apply(), CALLER).toCompletableFuture();
        var refused = engine.order(new Order.Start("nothing-1"), CALLER).toCompletableFuture();
        var seen = engine.documents().toCompletableFuture();
        CompletableFuture<Void> held = store.waiting.take();
        assertThat(CompletableFuture.anyOf(applied, refused, seen)
                        .completeOnTimeout("silence", 300, TimeUnit.MILLISECONDS))
                .succeedsWithin(Duration.ofSeconds(5))
                .isEqualTo("silence");
        held.complete(null);
        assertThat(applied.get()).isInstanceOf(Answer.Done.class);
        assertThat(refused.get()).isInstanceOf(Answer.Refused.class);
        assertThat(seen.get()).hasSize(3);
    }

    @Test
    void afterACommitThatFailsNothingIsDoneAndNobodyWaits() throws Exception {
        Engine engine = engine(backend.verifier());
        var applied = engine.order(apply(), CALLER).toCompletableFuture();
        var health = engine.health().toCompletableFuture();
        store.waiting.take().completeExceptionally(new IllegalStateException("disk full"));
        assertThat(applied).failsWithin(Duration.ofSeconds(5));
        assertThat(health).failsWithin(Duration.ofSeconds(5));
        assertThat(engine.health().toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
        assertThat(engine.order(apply(), CALLER).toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
        assertThat(engine.signals(List.of())).as("takes signals").isFalse();
        assertStoppedOnce();
    }

    @Test
    void aConnectorHearsWhatDocumentsPutUnderItOnceThatIsDurable() throws Exception {
        Engine engine = engine(backend.verifier());
        var applied = engine.order(apply(), CALLER).toCompletableFuture();
        CompletableFuture<Void> held = store.waiting.take();
        assertThat(known.poll(300, TimeUnit.MILLISECONDS))
                .as("before it is durable")
                .isNull();
        held.complete(null);
        assertThat(applied.get()).isInstanceOf(Answer.Done.class);
        assertThat(known.poll(5, TimeUnit.SECONDS)).containsExactly("key/one");
    }

    @Test
    void aConnectorThatFailsAtHearingOfCredentialsIsToldOfTheNextChange() throws Exception {
        deaf = true;
        Engine engine = engine(backend.verifier());
        store.atOnce();
        assertThat(engine.order(apply(), CALLER).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        assertThat(known.poll(5, TimeUnit.SECONDS)).containsExactly("key/one");
        var more = new SourceFile("more.yaml", WORLD.replace("team", "crew").getBytes(StandardCharsets.UTF_8));
        assertThat(engine.order(new Order.Apply(List.of(more), false), CALLER).toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(5));
        assertThat(known.poll(5, TimeUnit.SECONDS)).containsExactly("key/one");
    }

    @Test
    void whatOnlyWaitedForAPermitBeginsOnceItsOwnDecisionIsDurableAndNotTheOneThatFreedIt() throws Exception {
        Credential credential = credential();
        backend.enrol(credential);
        var begun = new Semaphore(0);
        var let = new Semaphore(0);
        Verifier verifier = reading(() -> {
            begun.release();
            let.acquireUninterruptibly();
            return backend.verifier().read(credential);
        });
        Engine engine = engine(verifier, Duration.ofSeconds(20));
        engine.order(apply(), CALLER);
        store.waiting.take().complete(null);
        // A first look at what nobody has looked at yet, outside of the lanes.
        begun.acquire();
        let.release();
        store.waiting.take().complete(null);

        for (int proposal = 0; proposal < PERMITS + 1; proposal++) {
            engine.order(new Order.Propose("plan", "test", Optional.empty()), CALLER);
        }
        begun.acquire(PERMITS);
        var more = new SourceFile("more.yaml", WORLD.replace("team", "crew").getBytes(StandardCharsets.UTF_8));
        engine.order(new Order.Apply(List.of(more), false), CALLER);
        CompletableFuture<Void> before = store.waiting.take();
        let.release();
        CompletableFuture<Void> freeing = store.waiting.take();
        assertThat(begun.tryAcquire(300, TimeUnit.MILLISECONDS))
                .as("while an earlier decision is not durable")
                .isFalse();
        before.complete(null);
        assertThat(begun.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
        assertThat(freeing).isNotDone();
        let.release(PERMITS);
    }

    private static Credential credential() {
        var memory = ConnectorSettings.of("memory", Map.of());
        return new Credential(
                "key/one",
                CredentialKind.OIDC_KEY,
                List.of("one"),
                memory,
                memory,
                List.of(new RelyingParty("service", URI.create("https://127.0.0.1:1/prove"))));
    }

    private void assertStoppedOnce() throws InterruptedException {
        assertThat(stops.tryAcquire(5, TimeUnit.SECONDS))
                .as("says that it stopped")
                .isTrue();
        assertThat(stops.availablePermits()).as("said again").isZero();
    }

    @Test
    void anErrorOnTheEnginesThreadStopsItAloud() throws InterruptedException {
        store.thrown = Optional.of(new StackOverflowError("too deep"));
        Engine engine = engine(backend.verifier());
        assertThat(engine.order(apply(), CALLER).toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
        assertStoppedOnce();
    }

    @Test
    void anErrorInAConnectorIsAnAnswerAndThePermitComesBack() {
        Engine engine = engine(reading(() -> {
            throw new NoClassDefFoundError("half a connector");
        }));
        store.atOnce();
        assertThat(engine.order(apply(), CALLER).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        for (int time = 0; time < 4; time++) {
            assertThat(propose(engine)).containsExactly("E2104");
        }
    }

    @Test
    void aConnectorThatNeverAnswersHoldsNoPermitForEver() {
        Engine engine = engine(reading(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Reading.unreadable("interrupted");
        }));
        store.atOnce();
        assertThat(engine.order(apply(), CALLER).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        for (int time = 0; time < 3; time++) {
            assertThat(propose(engine)).containsExactly("E2104");
        }
    }

    private static List<String> propose(Engine engine) {
        CompletableFuture<Answer> proposed = engine.order(new Order.Propose("plan", "test", Optional.empty()), CALLER)
                .toCompletableFuture();
        assertThat(proposed).succeedsWithin(Duration.ofSeconds(10));
        return ((Answer.Refused) proposed.join())
                .reasons().stream().map(Answer.Reason::code).toList();
    }

    private Engine engine(Verifier verifier) {
        return engine(verifier, Duration.ofMillis(100));
    }

    private Engine engine(Verifier verifier, Duration requestDeadline) {
        Connector connector = new Connector() {
            @Override
            public Verifier verifier() {
                return verifier;
            }

            @Override
            public Delivery delivery() {
                return backend.delivery();
            }

            @Override
            public List<SignalSource> signalSources() {
                return List.of();
            }

            @Override
            public void know(List<Credential> credentials) {
                if (!credentials.isEmpty()) {
                    known.add(credentials.stream().map(Credential::id).toList());
                }
                if (deaf) {
                    throw new NoClassDefFoundError("half a connector");
                }
            }

            @Override
            public void close() {}
        };
        var config = new EngineConfig(
                Duration.ofMillis(50),
                requestDeadline,
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                PERMITS,
                PERMITS,
                Duration.ofSeconds(1),
                100,
                Duration.ofMinutes(5));
        var engine = new Engine(
                config, store, Connectors.of(Map.of("memory", connector)), Engine.steadyClock(), stops::release);
        running = Optional.of(engine);
        engine.start();
        return engine;
    }

    /** The backend's verifier, which reads like this. */
    private Verifier reading(Supplier<Reading<Acceptance>> reading) {
        Verifier real = backend.verifier();
        return (Verifier) Proxy.newProxyInstance(
                Verifier.class.getClassLoader(), new Class<?>[] {Verifier.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("read")) {
                        return reading.get();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    private static Order.Apply apply() {
        return new Order.Apply(List.of(new SourceFile("world.yaml", WORLD.getBytes(StandardCharsets.UTF_8))), false);
    }

    /** Commits become durable when the test says so. */
    private static final class SlowStore implements Store {
        final BlockingQueue<CompletableFuture<Void>> waiting = new LinkedBlockingQueue<>();
        volatile Optional<Error> thrown = Optional.empty();
        private volatile boolean atOnce;

        void atOnce() {
            atOnce = true;
        }

        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public Optional<SetBack> setBack() {
            return Optional.empty();
        }

        @Override
        public List<Row> rows(RowKind kind) {
            return List.of();
        }

        @Override
        public List<IntentRow> openIntents() {
            return List.of();
        }

        @Override
        public CompletionStage<Void> commit(Commit commit) {
            if (thrown.isPresent()) {
                throw thrown.get();
            }
            var done = new CompletableFuture<Void>();
            if (atOnce) {
                done.complete(null);
            } else {
                waiting.add(done);
            }
            return done;
        }

        @Override
        public List<LedgerEntry> ledger(long firstSequence, int limit) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
