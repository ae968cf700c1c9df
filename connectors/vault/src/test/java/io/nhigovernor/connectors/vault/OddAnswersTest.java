package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Outcome.Unknown;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Version;
import io.nhigovernor.testkit.faults.Fate;
import io.nhigovernor.testkit.servers.Servers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a single Vault of a test never says of itself: standbys, throttling, leaders that are missing; and slow or absent answers. */
class OddAnswersTest {
    @TempDir
    private Path folder;

    private FaultBench bench;
    private FaultBench.Enrolled it;
    private Fingerprint candidate;

    @BeforeEach
    void enrol() throws IOException {
        bench = new FaultBench(Servers.sharedVault(), CredentialKind.SECRET, folder);
        it = bench.enrolled();
        try (var material = it.make()) {
            assertThat(it.stage(material)).isInstanceOf(Applied.class);
            candidate = it.fingerprint(material);
        }
    }

    @AfterEach
    void clearAway() {
        it.close();
        bench.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "307; {}; a standby answered",
                "412; {\"errors\":[\"required index state not present\"]}; has not caught up",
                "429; {\"errors\":[]}; throttles, or is a standby",
                "472; {\"errors\":[]}; is a standby",
                "473; {\"errors\":[]}; is a standby",
                "503; {\"errors\":[\"Vault is sealed\"]}; is sealed",
                "500; {\"errors\":[\"local node not active but active cluster node not found\"]}; has no active node",
                "400; {\"errors\":[\"Upgrading from non-versioned to versioned data. This backend will be unavailable for a brief"
                        + " period and will resume service shortly.\"]}; is still starting"
            })
    void aServerThatCannotServeNowIsAHold(int status, String body, String words) {
        var fate = new Fate.AnsweredInstead(status, body);
        bench.proxy.script(passage -> fate);
        unreadable(words);
        busy(promote(), words);
        onlyWritesMeet(fate);
        busy(promote(), words);
        bench.proxy.calm();
        assertThat(it.pointer()).isEqualTo(new Version(1));
        assertThat(promote()).isInstanceOf(Applied.class);
    }

    @ParameterizedTest
    @CsvSource({"500", "502", "503", "504"})
    void aServerThatFailedLeavesAWriteUnknown(int status) {
        onlyWritesMeet(new Fate.AnsweredInstead(status, "{\"errors\":[\"1 error occurred: secret words\"]}"));
        assertThat(promote())
                .isInstanceOfSatisfying(
                        Unknown.class,
                        unknown -> assertThat(unknown.reason())
                                .contains("Vault answered " + status)
                                .doesNotContain("secret words"));
        bench.proxy.calm();
        assertThat(promote()).isInstanceOf(Applied.class);
        assertThat(it.pointer()).isEqualTo(new Version(2));
    }

    @Test
    void aWriteWhoseAnswerNeverComesEndsByTheDeadlineAsUnknown() {
        onlyWritesMeet(new Fate.AnswerHeldBack());
        long begun = System.nanoTime();
        var call = new Call("promote", "attempt-1", Duration.ofSeconds(1));
        var outcome = it.connector.delivery().promote(it.target, candidate, new Version(1), call);
        assertThat(outcome).isEqualTo(new Unknown("writing apps/" + it.name + ": no answer in time"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        bench.proxy.calm();
        assertThat(promote()).isInstanceOf(Applied.class);
        assertThat(it.pointer()).isEqualTo(new Version(2));
    }

    @Test
    void anInterruptIsNotSwallowed() throws InterruptedException {
        onlyWritesMeet(new Fate.AnswerHeldBack());
        var told = new CopyOnWriteArrayList<Object>();
        var caller = Thread.ofPlatform().start(() -> {
            told.add(promote());
            told.add(Thread.currentThread().isInterrupted());
        });
        while (bench.proxy.seen().stream().allMatch(passage -> passage.method().equals("GET"))) {
            Thread.sleep(10);
        }
        caller.interrupt();
        caller.join(Duration.ofSeconds(60));
        assertThat(told).containsExactly(new Unknown("writing apps/" + it.name + ": interrupted"), true);
    }

    @Test
    void aLateAnswerWithinTheDeadlineIsAnAnswer() {
        onlyWritesMeet(new Fate.Late(Duration.ofMillis(700)));
        assertThat(promote()).isInstanceOf(Applied.class);
    }

    @Test
    void whereNobodyListensNothingHappensAndAllGoesOnLater() {
        bench.proxy.refuse();
        unreadable("");
        busy(promote(), "Vault cannot be reached");
        bench.proxy.listenAgain();
        assertThat(promote()).isInstanceOf(Applied.class);
        assertThat(it.pointer()).isEqualTo(new Version(2));
    }

    @Test
    void everyRequestBearsTheNamespace() throws IOException {
        var heard = new CopyOnWriteArrayList<String>();
        var stub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answering(stub, heard);
        try (var governor = open("http", stub, Map.of("namespace", "teams/billing"))) {
            assertThat(governor.delivery().read(new Target(it.credential, "billing")))
                    .isInstanceOf(Reading.Known.class);
        } finally {
            stub.stop(0);
        }
        assertThat(heard).hasSizeGreaterThan(1).containsOnly("teams/billing");
    }

    /** The certificate's own authority: one self-signed certificate is both the server's and the governor's. */
    @Test
    void aVaultThatAsksForACertificateGetsTheGovernors() throws Exception {
        var heard = new CopyOnWriteArrayList<String>();
        var own = SelfSigned.in(folder);
        var stub = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stub.setHttpsConfigurator(new HttpsConfigurator(own.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                var asking = getSSLContext().getDefaultSSLParameters();
                asking.setNeedClientAuth(true);
                parameters.setSSLParameters(asking);
            }
        });
        answering(stub, heard);
        var trust = Map.of("caFile", own.certificate().toString());
        var identity = new TreeMap<>(trust);
        identity.put("clientChainFile", own.certificate().toString());
        identity.put("clientKeyFile", own.key().toString());
        try (var known = open("https", stub, identity);
                var unknown = open("https", stub, trust);
                var trusting = open("https", stub, Map.of())) {
            var target = new Target(it.credential, "billing");
            assertThat(known.delivery().read(target)).isInstanceOf(Reading.Known.class);
            assertThat(unknown.delivery().read(target)).isInstanceOf(Reading.Unreadable.class);
            busy(
                    trusting.delivery().promote(target, it.first, new Version(1), it.call("promote")),
                    "do not trust each other's certificate");
        } finally {
            stub.stop(0);
        }
    }

    private static void answering(HttpServer stub, List<String> namespaces) {
        stub.createContext("/", exchange -> {
            namespaces.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Vault-Namespace")));
            boolean own = exchange.getRequestURI().getPath().endsWith("lookup-self");
            var body = (own ? "{\"data\":{\"ttl\":0,\"expire_time\":null}}" : "{\"errors\":[]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(own ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        stub.start();
    }

    private VaultConnector open(String scheme, HttpServer stub, Map<String, String> more) throws IOException {
        var section = new TreeMap<>(VaultBench.section(bench.server, folder, bench.kv));
        section.put("address", scheme + "://127.0.0.1:" + stub.getAddress().getPort());
        section.putAll(more);
        return new VaultConnector(Vault.open(VaultConfiguration.of(section), InstantSource.system()));
    }

    private void onlyWritesMeet(Fate fate) {
        bench.proxy.script(passage -> passage.method().equals("GET") ? new Fate.Passes() : fate);
    }

    private Outcome promote() {
        return it.connector.delivery().promote(it.target, candidate, new Version(1), it.call("promote"));
    }

    private void unreadable(String words) {
        assertThat(it.connector.delivery().read(it.target))
                .isInstanceOfSatisfying(
                        Reading.Unreadable.class,
                        not -> assertThat(not.reason()).contains(words));
    }

    private static void busy(Outcome outcome, String words) {
        assertThat(outcome).isInstanceOfSatisfying(NotApplied.class, not -> {
            assertThat(not.why()).isEqualTo(Outcome.Why.BUSY);
            assertThat(not.reason()).contains(words);
            assertThat(not.retryAfter()).isPresent();
        });
    }
}
