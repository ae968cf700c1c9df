package io.nhigovernor.governor;

import io.nhigovernor.governor.api.ApiPorts;
import io.nhigovernor.governor.api.ApiServer;
import io.nhigovernor.governor.api.LedgerExporter;
import io.nhigovernor.governor.api.Listen;
import io.nhigovernor.governor.api.StoredRequestLog;
import io.nhigovernor.governor.api.TokenBook;
import io.nhigovernor.governor.config.GovernorConfig;
import io.nhigovernor.governor.engine.Connectors;
import io.nhigovernor.governor.engine.Engine;
import io.nhigovernor.governor.intake.Counters;
import io.nhigovernor.governor.intake.PulledSources;
import io.nhigovernor.governor.intake.SignalIntake;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.store.Commit;
import io.nhigovernor.governor.store.Store;
import io.nhigovernor.governor.store.export.ExportOptions;
import io.nhigovernor.governor.store.export.LedgerExport;
import io.nhigovernor.governor.store.export.LedgerKey;
import io.nhigovernor.governor.store.sql.SqlStore;
import io.nhigovernor.governor.store.sql.SqlStoreOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running governor: constructor calls only. */
final class Governor implements AutoCloseable {
    private static final StoredRequestLog.Limits ANSWERS_KEPT = new StoredRequestLog.Limits(10_000, 64_000_000);
    private static final String NODE = "governor";

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Connectors connectors;
    private final Store store;
    private final Engine engine;
    private final Vertx vertx;
    private final PulledSources sources;
    private final ApiServer server;

    Governor(GovernorConfig config) throws IOException {
        ownDirectory(config.data());
        Instance instance = Instance.of(config.data());
        InstantSource clock = Engine.steadyClock();
        var key = LedgerKey.openOrCreate(config.data().resolve("ledger.key"));
        connectors = connectors(config);
        store = SqlStore.open(
                config.data().resolve("governor.db"),
                key,
                new SqlStoreOptions(NODE, Optional.of(instance.build()), config.reserveBytes()));
        store.commit(started(config, instance)).toCompletableFuture().join();
        engine = new Engine(config.engine(), store, connectors, clock, this::fail);
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        engine.start();
        var intake = new SignalIntake(engine, new Counters());
        sources = PulledSources.subscribe(
                connectors.signalSources(),
                intake,
                Clock.systemUTC(),
                config.engine().signalBuffer());
        var ports = new ApiPorts(
                engine,
                exporter(store, key, clock),
                new StoredRequestLog(store, Clock.systemUTC(), ANSWERS_KEPT),
                intake,
                new TokenBook(config.tokens()),
                Clock.systemUTC());
        server = listen(vertx, config.listen(), ports);
    }

    private static Connectors connectors(GovernorConfig config) {
        Connectors opened = Connectors.open(new TreeMap<>(config.connectors()));
        try {
            PulledSources.requireDistinct(
                    opened.signalSources(),
                    config.tokens().stream()
                            .flatMap(token -> token.source().stream())
                            .distinct()
                            .toList());
            return opened;
        } catch (IllegalArgumentException e) {
            opened.close();
            throw e;
        }
    }

    private ApiServer listen(Vertx on, Listen where, ApiPorts ports) {
        try {
            return ApiServer.start(on, where, ports)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            closeAllButServer();
            throw e;
        }
    }

    int port() {
        return server.port();
    }

    /** Waits until closed, or until the engine stopped by itself. @return whether it was closed in good order */
    boolean await() throws InterruptedException {
        stopped.await();
        return !failed.get();
    }

    private void fail() {
        failed.set(true);
        stopped.countDown();
    }

    private static Commit started(GovernorConfig config, Instance instance) {
        var detail = Map.of(
                "node",
                instance.node(),
                "buildDigest",
                instance.build(),
                "policyDecisionId",
                "NotConfigured",
                "listen",
                config.listen().host(),
                "connectors",
                config.connectors().keySet().toString());
        return new Commit(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(LedgerDraft.of(LedgerAction.STARTED, NODE, detail)));
    }

    private static LedgerExporter exporter(Store store, LedgerKey key, InstantSource clock) {
        return new LedgerExporter() {
            @Override
            public void export(OutputStream out) throws IOException {
                LedgerExport.write(store, key, out, new ExportOptions(NODE, 0, clock.instant()));
            }

            @Override
            public String publicKey() {
                return key.verificationKey().pem();
            }
        };
    }

    private static void ownDirectory(Path data) throws IOException {
        if (!Files.exists(data)) {
            Files.createDirectories(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        server.close().toCompletionStage().toCompletableFuture().join();
        closeAllButServer();
        stopped.countDown();
    }

    private void closeAllButServer() {
        // First, while the engine still takes: what was read and not taken is read again after the next start.
        sources.close();
        engine.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        store.close();
        connectors.close();
    }
}
