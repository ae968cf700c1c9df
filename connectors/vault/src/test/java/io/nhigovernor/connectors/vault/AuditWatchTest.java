package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.RawSignal.Result;
import io.nhigovernor.spi.Secret;
import io.nhigovernor.spi.SignalSource;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.VerifierCapabilities.Attribution;
import io.nhigovernor.spi.Version;
import io.nhigovernor.testkit.servers.Servers;
import io.nhigovernor.testkit.servers.VaultServer;
import io.nhigovernor.testkit.servers.VaultSetup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What consumers of a real Vault do is read off its audit log. */
class AuditWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static Optional<VaultServer> started = Optional.empty();

    private final List<RawSignal> signals = new CopyOnWriteArrayList<>();
    private final List<String> heartbeats = new CopyOnWriteArrayList<>();
    private Optional<VaultBench> laidOut = Optional.empty();
    private Optional<AutoCloseable> subscription = Optional.empty();
    private int calls;

    private final VaultServer server = started.orElseThrow();

    @BeforeAll
    static void start() {
        started = Optional.of(VaultServer.start(
                Servers.vault(),
                VaultSetup.in(folder).on(VaultSetup.Storage.MEMORY).withoutTls().withAudits(1)));
    }

    @AfterAll
    static void end() {
        started.ifPresent(VaultServer::close);
    }

    @BeforeEach
    void listen() throws Exception {
        var bench = VaultBench.listening(server, CredentialKind.APPROLE, "billing");
        laidOut = Optional.of(bench);
        subscription = Optional.of(bench.connector.signalSources().getFirst().subscribe(new SignalSource.Sink() {
            @Override
            public void signals(List<RawSignal> batch) {
                signals.addAll(batch);
            }

            @Override
            public void heartbeat(String source, Instant at) {
                heartbeats.add(source);
            }
        }));
    }

    @AfterEach
    void leave() throws Exception {
        if (subscription.isPresent()) {
            subscription.get().close();
        }
        laidOut.ifPresent(VaultBench::close);
    }

    @Test
    void aLoginTellsWhoWithWhichGeneration() {
        assertThat(bench().verifier().capabilities(bench().credential()).attribution())
                .isEqualTo(Attribution.DIRECT);
        var candidate = admitted();
        login(candidate.material());
        await(() -> ofOthers().size() == 1);
        var signal = ofOthers().getFirst();
        assertThat(signal.identity()).isEqualTo("billing");
        assertThat(signal.credential()).contains("billing/api-key");
        assertThat(signal.generation()).contains(candidate.fingerprint());
        assertThat(signal.outcome()).isEqualTo(Result.OK);
    }

    @Test
    void aRefusedLoginTellsWhoWithWhichGenerationThoughItsLineBearsOnlyHashes() {
        var candidate = admitted();
        bench().verifier().disable(bench().credential(), candidate.fingerprint(), new Version(0), call());
        login(candidate.material());
        login(Material.ofSecret(Secret.copyOf("a guess".getBytes(StandardCharsets.UTF_8))));
        await(() -> ofOthers().size() == 2);
        assertThat(ofOthers()).extracting(RawSignal::identity).containsOnly("billing");
        assertThat(ofOthers()).extracting(RawSignal::outcome).containsOnly(Result.FAIL);
        assertThat(ofOthers())
                .extracting(RawSignal::generation)
                .containsExactly(Optional.of(candidate.fingerprint()), Optional.empty());
        assertThat(ofOthers().get(0).reason().orElseThrow()).endsWith("candidate");
        assertThat(ofOthers().get(1).reason().orElseThrow()).endsWith("neither prior nor candidate");
    }

    @Test
    void theGovernorsOwnProbesAreKnownAndAreItsHeartbeatWhetherTheySucceedOrNot() {
        var candidate = admitted();
        var party = bench().credential().relyingParties().getFirst();
        assertThat(bench().verifier().prove(bench().credential(), candidate.material(), party, "p1"))
                .isInstanceOf(Proof.Accepted.class);
        bench().verifier().disable(bench().credential(), candidate.fingerprint(), new Version(0), call());
        assertThat(bench().verifier().prove(bench().credential(), candidate.material(), party, "p2"))
                .isInstanceOf(Proof.Refused.class);
        await(() -> signals.size() == 2);
        assertThat(ofOthers()).isEmpty();
        assertThat(signals).extracting(RawSignal::outcome).containsExactly(Result.OK, Result.FAIL);
        await(() -> heartbeats.contains("vault-audit"));
    }

    @Test
    void aVersionThatSomebodyReadsByItsNumberIsNotDestroyedUnderHim() {
        var target = new Target(bench().credential(), "billing");
        var candidate = admitted();
        applied(bench().delivery().stage(target, candidate.material(), call()));
        applied(bench().delivery().promote(target, candidate.fingerprint(), new Version(1), call()));
        // Nobody is pinned to it.
        applied(bench().delivery().discard(target, bench().first, call()));
        assertThat(server.http()
                        .get(bench().kv + "/data/" + bench().path("billing") + "?version=2")
                        .status())
                .isEqualTo(200);
        var next = admitted();
        applied(bench().delivery().stage(target, next.material(), call("attempt-2")));
        applied(bench().delivery().promote(target, next.fingerprint(), new Version(2), call("attempt-2")));
        // What is logged after that read has been heard.
        login(next.material());
        await(() -> !ofOthers().isEmpty());
        assertThat(bench().delivery().discard(target, candidate.fingerprint(), call()))
                .isInstanceOfSatisfying(
                        Outcome.NotApplied.class, no -> assertThat(no.reason()).contains("by the number of a version"));
    }

    private VaultBench bench() {
        return laidOut.orElseThrow();
    }

    private record Admitted(Fingerprint fingerprint, Material material) {}

    private Admitted admitted() {
        var made = bench().make();
        var outcome = bench().verifier().admit(bench().credential(), made, call("attempt-" + ++calls));
        return new Admitted(applied(outcome).observed().generation().orElseThrow(), made);
    }

    private Call call() {
        return call("attempt-1");
    }

    private Call call(String attempt) {
        return new Call("intent-" + ++calls, attempt, PATIENCE);
    }

    private static Outcome.Applied applied(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        return (Outcome.Applied) outcome;
    }

    private List<RawSignal> ofOthers() {
        return signals.stream().filter(signal -> signal.probe().isEmpty()).toList();
    }

    /** As a consumer does: no token beside it. */
    private void login(Material material) {
        var mount = bench().credential().verifier().settings().get("mount");
        var roleId = server.http()
                .get("auth/" + mount + "/role/billing/role-id")
                .data()
                .path("role_id")
                .asText();
        String value = material.secret().use(bytes -> new String(bytes, StandardCharsets.UTF_8));
        server.anonymous().post("auth/" + mount + "/login", Map.of("role_id", roleId, "secret_id", value));
    }

    private static void await(BooleanSupplier holds) {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.onSpinWait();
        }
    }
}
