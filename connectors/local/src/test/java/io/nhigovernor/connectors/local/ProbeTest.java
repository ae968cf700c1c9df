package io.nhigovernor.connectors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
    @ParameterizedTest
    @EnumSource(names = {"SECRET", "CERTIFICATE", "OIDC_KEY"})
    void aRealLoginIsAcceptedAndNamesItsCallerAndProbe(CredentialKind kind) throws Exception {
        try (var bench = new LocalBench(kind, "billing");
                var material = first(bench)) {
            assertThat(prove(bench, material)).isInstanceOf(Proof.Accepted.class);
            assertThat(bench.party.seen).containsExactly("billing probe-7");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SECRET", "CERTIFICATE", "OIDC_KEY"})
    void aDisabledGenerationIsRefused(CredentialKind kind) throws Exception {
        try (var bench = new LocalBench(kind, "billing");
                var material = first(bench)) {
            var version = ((Reading.Known<io.nhigovernor.spi.Acceptance>)
                            bench.verifier().read(bench.credential()))
                    .value()
                    .version();
            bench.verifier()
                    .disable(
                            bench.credential(),
                            bench.first,
                            version,
                            new io.nhigovernor.spi.Call("i", "a", Duration.ofSeconds(5)));
            assertThat(prove(bench, material)).isInstanceOf(Proof.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCertificateOfAnotherAuthorityIsRefusedByAnAlertInEitherTls(String protocol) throws Exception {
        try (var bench = new LocalBench(CredentialKind.CERTIFICATE, "billing");
                var other = new LocalBench(CredentialKind.CERTIFICATE, "billing");
                var foreign = first(other);
                var own = first(bench);
                var party = new SampleParty(
                        bench.home, bench.enrolment, CredentialKind.CERTIFICATE, "billing/api-key", protocol)) {
            for (int i = 0; i < 5; i++) {
                assertThat(bench.verifier().prove(bench.credential(), foreign, party.party(), "p"))
                        .isInstanceOf(Proof.Refused.class);
            }
            assertThat(bench.verifier().prove(bench.credential(), own, party.party(), "p"))
                    .isInstanceOf(Proof.Accepted.class);
        }
    }

    @Test
    void aServerThatTakesOurCertificateAndThenFailsSaysNothingAboutIt() throws Exception {
        try (var bench = new LocalBench(CredentialKind.CERTIFICATE, "billing");
                var own = first(bench)) {
            bench.party.drops = true;
            // It is dialled once more, to hear whether the certificate is why: as long as a probe may take.
            var impatient =
                    new LocalConnector(LocalHome.open(LocalBench.section(bench.root, "PT2S"), InstantSource.system()));
            assertThat(impatient.verifier().prove(bench.credential(), own, bench.party.party(), "probe-7"))
                    .isInstanceOf(Proof.Inconclusive.class);
        }
    }

    @Test
    void aServerThatWeDoNotTrustSaysNothingAboutOurCredential() throws Exception {
        try (var bench = new LocalBench(CredentialKind.CERTIFICATE, "billing");
                var other = new LocalBench(CredentialKind.CERTIFICATE, "billing");
                var own = first(bench)) {
            assertThat(bench.verifier().prove(bench.credential(), own, other.party.party(), "p"))
                    .isInstanceOf(Proof.Inconclusive.class);
        }
    }

    @Test
    void aKeyWithoutItsChainAndAnAddressWithoutTlsProveNothing() throws Exception {
        try (var bench = new LocalBench(CredentialKind.CERTIFICATE, "billing");
                var keyOnly = EcKeys.generate();
                var own = first(bench)) {
            assertThat(prove(bench, keyOnly)).isInstanceOf(Proof.Inconclusive.class);
            var plain = new RelyingParty("plain", URI.create("http://127.0.0.1:1/"));
            assertThat(bench.verifier().prove(bench.credential(), own, plain, "p"))
                    .isInstanceOf(Proof.Inconclusive.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200,Accepted",
        "204,Accepted",
        "401,Refused",
        "403,Refused",
        "302,Inconclusive",
        "404,Inconclusive",
        "429,Inconclusive",
        "500,Inconclusive",
        "503,Inconclusive"
    })
    void onlyAClearStatusCounts(int status, String proof, @TempDir Path root) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            assertThat(ask(root, server.getAddress().getPort()).getClass().getSimpleName())
                    .isEqualTo(proof);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void nobodyListeningIsInconclusive(@TempDir Path root) throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(ask(root, port)).isInstanceOf(Proof.Inconclusive.class);
    }

    @Test
    void aPartyThatNeverAnswersIsInconclusiveWithinTheTimeout(@TempDir Path root) throws Exception {
        var done = new CountDownLatch(1);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
        try {
            assertThat(ask(root, server.getAddress().getPort(), "PT0.3S")).isInstanceOf(Proof.Inconclusive.class);
        } finally {
            done.countDown();
            server.stop(0);
        }
    }

    private static Proof ask(Path root, int port) throws IOException {
        return ask(root, port, "PT20S");
    }

    private static Proof ask(Path root, int port, String timeout) throws IOException {
        var party = new RelyingParty("plain", URI.create("http://127.0.0.1:" + port + "/"));
        var credential = LocalBench.credential("a", CredentialKind.SECRET, List.of(party), "billing");
        var connector = new LocalConnector(LocalHome.open(LocalBench.section(root, timeout), InstantSource.system()));
        try (var material = Material.ofSecret(io.nhigovernor.spi.Secret.copyOf(new byte[] {'x'}))) {
            var proof = connector.verifier().prove(credential, material, party, "p");
            assertThat(proof.toString())
                    .doesNotContain(java.util.Base64.getEncoder()
                            .encodeToString("a:x".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            return proof;
        } finally {
            assertThat(Files.exists(root)).isTrue();
        }
    }

    private static Proof prove(LocalBench bench, Material material) {
        return bench.verifier().prove(bench.credential(), material, bench.party.party(), "probe-7");
    }

    private static Material first(LocalBench bench) {
        return LocalHomeTest.fetched(bench, new Target(bench.credential(), "billing"), bench.first);
    }
}
