package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.RawSignal.Result;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.SignalSource;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.VerifierCapabilities.Attribution;
import io.nhigovernor.testkit.servers.Servers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What consumers of a pair do is read off the log of a real PostgreSQL. */
class LoginWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<RawSignal> signals = new CopyOnWriteArrayList<>();
    private final List<Instant> heartbeats = new CopyOnWriteArrayList<>();
    private Optional<DatabaseBench> laidOut = Optional.empty();
    private Optional<VaultConnector> opened = Optional.empty();
    private Optional<AutoCloseable> subscription = Optional.empty();
    private int calls;

    @BeforeEach
    void listen() throws Exception {
        var bench = new DatabaseBench(Servers.sharedVault(), Servers.sharedPostgres(), "billing");
        laidOut = Optional.of(bench);
        var section = new TreeMap<>(bench.section);
        section.put("databaseLog", bench.pair.postgres.journal().toString());
        section.put(
                "databaseLogCheckpoint",
                bench.folder.resolve("postgres.position").toString());
        var connector = DatabaseBench.open(section);
        opened = Optional.of(connector);
        connector.know(List.of(bench.credential));
        subscription = Optional.of(connector.signalSources().getFirst().subscribe(new SignalSource.Sink() {
            @Override
            public void signals(List<RawSignal> batch) {
                signals.addAll(batch);
            }

            @Override
            public void heartbeat(String source, Instant at) {
                heartbeats.add(at);
            }
        }));
        awaited(() -> !heartbeats.isEmpty());
    }

    @AfterEach
    void clearAway() throws Exception {
        if (subscription.isPresent()) {
            subscription.get().close();
        }
        opened.ifPresent(VaultConnector::close);
        laidOut.ifPresent(DatabaseBench::close);
    }

    @Test
    void everyLoginIsTheGenerationThatItsUserStandsFor() throws Exception {
        var prior = acceptance().generations().getFirst().fingerprint();
        login(pair().userA, pair().mount.password("orders-a"));
        var candidate = admitted();
        login(pair().userB, pair().mount.password("orders-b"));
        assertThatThrownBy(() -> login(pair().userB, "another one")).isInstanceOf(SQLException.class);
        awaited(() -> consumers().size() == 3);
        assertThat(consumers())
                .extracting(
                        signal -> signal.outcome() + " " + signal.generation().orElseThrow())
                .containsExactly("OK " + prior, "OK " + candidate.fingerprint(), "FAIL " + candidate.fingerprint());
        assertThat(consumers())
                .allMatch(signal -> signal.identity().equals("billing"))
                .allMatch(signal -> signal.relyingParty().equals(Optional.of("orders-db")));
    }

    @Test
    void whoMayNoLongerConnectFailedAlthoughItsPasswordIsRight() throws Exception {
        pair().sql("ALTER ROLE " + pair().userA + " CONNECTION LIMIT 0");
        assertThatThrownBy(() -> login(pair().userA, pair().mount.password("orders-a")))
                .isInstanceOf(SQLException.class);
        pair().sql("ALTER ROLE " + pair().userA + " CONNECTION LIMIT -1");
        awaited(() -> consumers().size() == 1);
        assertThat(consumers().getFirst().outcome()).isEqualTo(Result.FAIL);
        assertThat(consumers().getFirst().reason().orElseThrow()).contains("53300");
    }

    @Test
    void ourProbesAreNobodysLoginsWhetherTheyGetInOrNot() throws Exception {
        var prior = acceptance().generations().getFirst();
        var kept = known(bench().delivery().fetch(new Target(bench().credential, "billing"), prior.fingerprint()))
                .orElseThrow();
        assertThat(connector().verifier().prove(bench().credential, kept, pair().party(), "probe-1"))
                .isInstanceOf(Proof.Accepted.class);
        applied(connector()
                .verifier()
                .disable(bench().credential, prior.fingerprint(), acceptance().version(), call()));
        assertThat(connector().verifier().prove(bench().credential, kept, pair().party(), "probe-2"))
                .isInstanceOf(Proof.Refused.class);
        awaited(() -> signals.size() >= 2);
        assertThat(signals).extracting(RawSignal::outcome).containsOnly(Result.OK, Result.FAIL);
        assertThat(consumers()).isEmpty();
    }

    @Test
    void onlyWithALogAndOneHolderIsTheGenerationTold() {
        assertThat(connector().verifier().capabilities(bench().credential).attribution())
                .isEqualTo(Attribution.DIRECT);
        assertThat(bench().connector.verifier().capabilities(bench().credential).attribution())
                .isEqualTo(Attribution.NONE);
        assertThat(bench().connector.signalSources()).isEmpty();
    }

    private void login(String user, String password) throws SQLException {
        pair().connect(user, password).close();
    }

    private AcceptedGeneration admitted() {
        applied(connector().verifier().admit(bench().credential, bench().make(), call()));
        return acceptance().byAttempt("attempt-1").orElseThrow();
    }

    /** In the order of their making: the log is read in one piece. */
    private List<RawSignal> consumers() {
        return signals.stream().filter(signal -> signal.probe().isEmpty()).toList();
    }

    private Acceptance acceptance() {
        return known(connector().verifier().read(bench().credential));
    }

    private Call call() {
        return new Call("intent-" + ++calls, "attempt-1", Duration.ofSeconds(20));
    }

    private DatabaseBench bench() {
        return laidOut.orElseThrow();
    }

    private PostgresPair pair() {
        return bench().pair;
    }

    private VaultConnector connector() {
        return opened.orElseThrow();
    }

    private static <T> T known(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return ((Reading.Known<T>) reading).value();
    }

    private static void applied(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
    }

    private static void awaited(BooleanSupplier seen) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!seen.getAsBoolean() && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        assertThat(seen.getAsBoolean()).isTrue();
    }
}
