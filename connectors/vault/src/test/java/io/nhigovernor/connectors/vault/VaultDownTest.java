package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.Drift;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Outcome.Unknown;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Version;
import io.nhigovernor.testkit.servers.Servers;
import io.nhigovernor.testkit.servers.VaultServer;
import io.nhigovernor.testkit.servers.VaultSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Vault as in production, that is sealed, crashes, comes back, or cannot write its audit log. */
@Timeout(120)
class VaultDownTest {
    @TempDir
    private Path folder;

    @Test
    void sealedOrGoneItHoldsEverythingAndGoesOnWhereItWas() throws IOException {
        try (var server = VaultServer.start(Servers.vault(), VaultSetup.in(folder.resolve("vault")));
                var it = new Rotation(server)) {
            it.holds(server::seal, server::unseal);
            it.holds(server::kill, () -> {
                server.startAgain();
                it.readsNothing();
                server.unseal();
            });
            it.holds(server::stop, () -> {
                server.startAgain();
                server.unseal();
            });
            it.goesOn();
        }
    }

    @Test
    void sealedInTheMiddleOfManyCallsNoneOfThemTellsMoreThanIsTrue() throws Exception {
        try (var server = VaultServer.start(Servers.vault(), VaultSetup.in(folder.resolve("vault")));
                var it = new Rotation(server);
                var callers = Executors.newFixedThreadPool(2)) {
            it.staged();
            Future<List<Outcome>> switching = callers.submit(() -> {
                var outcomes = new ArrayList<Outcome>();
                var version = it.version();
                for (int turn = 0; !(outcomes.size() > 0 && !(outcomes.getLast() instanceof Applied)); turn++) {
                    var generation = turn % 2 == 0 ? it.candidate : it.first;
                    outcomes.add(it.promote(generation, version, "turn-" + turn));
                    version = new Version(version.value() + 1);
                }
                return outcomes;
            });
            Thread.sleep(500);
            server.seal();
            var outcomes = switching.get(60, TimeUnit.SECONDS);
            server.unseal();
            long applied = outcomes.stream().filter(Applied.class::isInstance).count();
            assertThat(applied).isPositive();
            var last = outcomes.getLast();
            long now = it.version().value();
            if (last instanceof Unknown) {
                assertThat(now).isBetween(1 + applied, 2 + applied);
            } else {
                assertBusy(last);
                assertThat(now).isEqualTo(1 + applied);
            }
            var turn = outcomes.size() - 1;
            var again = it.promote(turn % 2 == 0 ? it.candidate : it.first, new Version(1 + applied), "turn-" + turn);
            assertThat(again).isInstanceOf(Applied.class);
            assertThat(it.version()).isEqualTo(new Version(2 + applied));
        }
    }

    /** Vault waits for its audit device without end; the governor does not. */
    @Test
    void aBlockedAuditDeviceCostsNoMoreThanTheDeadline() throws Exception {
        var pipe = folder.resolve("audit.pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        var setup = VaultSetup.in(folder.resolve("vault")).withAudits(0);
        var reader = new Pipe(pipe);
        try (var server = VaultServer.start(Servers.vault(), setup);
                var it = new Rotation(server)) {
            it.staged();
            server.http()
                    .must("sys/audit/pipe", Map.of("type", "file", "options", Map.of("file_path", pipe.toString())));
            var before = it.version();
            reader.stopReading();
            // One that changes nothing, until the pipe is full.
            var call = new Call("promote", "attempt-1", Duration.ofSeconds(1));
            Outcome answered;
            long begun;
            do {
                begun = System.nanoTime();
                answered = it.connector.delivery().promote(it.target, it.candidate, new Version(99), call);
            } while (answered instanceof Drift);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            // Of a write that hangs nobody knows what will come of it.
            if (!(answered instanceof Unknown)) {
                assertBusy(answered);
            }
            reader.readOn();
            assertThat(it.version()).isEqualTo(before);
        } finally {
            reader.close();
        }
    }

    private static void assertBusy(Outcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(NotApplied.class, not -> {
            assertThat(not.why()).isEqualTo(Outcome.Why.BUSY);
            assertThat(not.retryAfter()).isPresent();
        });
    }

    /** Reads a pipe until it is told not to. */
    private static final class Pipe implements AutoCloseable {
        private final Process cat;

        /** Opened for both directions, so that neither end waits for the other to come. */
        Pipe(Path pipe) throws IOException {
            cat = new ProcessBuilder("sh", "-c", "exec cat <> \"$0\" > /dev/null", pipe.toString()).start();
        }

        void stopReading() throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-STOP", Long.toString(cat.pid()))
                    .start()
                    .waitFor();
        }

        void readOn() throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-CONT", Long.toString(cat.pid()))
                    .start()
                    .waitFor();
        }

        @Override
        public void close() {
            cat.destroyForcibly();
        }
    }

    /** A credential in the middle of its rotation. */
    private final class Rotation implements AutoCloseable {
        final VaultConnector connector;
        final Credential credential;
        final Target target;
        final Fingerprint first;
        final Material material;
        Fingerprint candidate = new Fingerprint("none:yet");
        private int intents;

        Rotation(VaultServer server) throws IOException {
            var kv = server.mountKv();
            connector = new VaultConnector(
                    Vault.open(VaultConfiguration.of(VaultBench.section(server, folder, kv)), InstantSource.system()));
            credential = new Credential(
                    "billing/key",
                    CredentialKind.SECRET,
                    List.of("billing"),
                    ConnectorSettings.of("vault", Map.of("mount", kv, "path", "accept/billing")),
                    ConnectorSettings.of("vault", Map.of("mount", kv, "path", "apps/billing")),
                    List.of());
            target = new Target(credential, "billing");
            first = VaultBench.enrolled(connector, credential);
            material = connector.kinds().of(credential).make();
        }

        void staged() {
            assertThat(connector.delivery().stage(target, material, call("stage")))
                    .isInstanceOf(Applied.class);
            candidate = FaultBench.known(connector.delivery().pending(target, "attempt-1"))
                    .orElseThrow();
        }

        Version version() {
            return FaultBench.known(connector.delivery().read(target))
                    .orElseThrow()
                    .version();
        }

        Outcome promote(Fingerprint generation, Version expected, String intent) {
            return connector.delivery().promote(target, generation, expected, call(intent));
        }

        private Call call(String intent) {
            return new Call(intent, "attempt-1", Duration.ofSeconds(30));
        }

        /** Between the two nothing is known, nothing happens, and nothing has moved afterwards. */
        void holds(Runnable down, Runnable up) {
            var pointer = FaultBench.known(connector.delivery().read(target));
            var acceptance = FaultBench.known(connector.verifier().read(credential));
            down.run();
            readsNothing();
            for (var outcome : List.of(
                    connector.delivery().stage(target, material, next()),
                    connector
                            .delivery()
                            .promote(target, first, pointer.orElseThrow().version(), next()),
                    connector.delivery().discard(target, first, next()),
                    connector.verifier().admit(credential, material, next()),
                    connector.verifier().disable(credential, first, acceptance.version(), next()),
                    connector.verifier().enable(credential, first, acceptance.version(), next()),
                    connector.verifier().destroy(credential, first, next()))) {
                assertBusy(outcome);
            }
            up.run();
            assertThat(FaultBench.known(connector.delivery().read(target))).isEqualTo(pointer);
            assertThat(FaultBench.known(connector.verifier().read(credential))).isEqualTo(acceptance);
            assertThat(FaultBench.known(connector.delivery().pending(target, "attempt-1")))
                    .isEmpty();
        }

        private Call next() {
            return call("held-" + ++intents);
        }

        void readsNothing() {
            for (var reading : List.<Reading<?>>of(
                    connector.delivery().read(target),
                    connector.delivery().pending(target, "attempt-1"),
                    connector.delivery().fetch(target, first),
                    connector.verifier().read(credential))) {
                assertThat(reading).isInstanceOf(Reading.Unreadable.class);
            }
        }

        void goesOn() {
            staged();
            assertThat(connector.verifier().admit(credential, material, call("admit")))
                    .isInstanceOf(Applied.class);
            assertThat(promote(candidate, version(), "promote")).isInstanceOf(Applied.class);
        }

        @Override
        public void close() {
            material.close();
            connector.close();
        }
    }
}
