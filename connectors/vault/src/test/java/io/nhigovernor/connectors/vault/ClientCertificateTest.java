package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.testkit.servers.ClientCertificates;
import io.nhigovernor.testkit.servers.ClientCertificates.Client;
import io.nhigovernor.testkit.servers.Servers;
import io.nhigovernor.testkit.servers.VaultServer;
import io.nhigovernor.testkit.servers.VaultSetup;
import io.nhigovernor.testkit.servers.VaultSetup.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Vault whose listener asks for certificates ({@code tls_require_and_verify_client_cert}). */
class ClientCertificateTest {
    @TempDir
    private static Path folder;

    private static ClientCertificates certificates;
    private static VaultServer server;

    @BeforeAll
    static void start() {
        certificates = ClientCertificates.in(folder);
        server = VaultServer.start(
                Servers.vault(),
                VaultSetup.in(folder.resolve("vault"))
                        .on(Storage.MEMORY)
                        .withAudits(0)
                        .withClients(certificates.authority()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theGovernorsCertificateLetsItIn() throws IOException {
        assertThat(asked(identity(certificates.good()), Instant.now())).isInstanceOf(Answer.Found.class);
    }

    @Test
    void withoutOneNothingIsDoneAndTheReasonSpeaksOfTheCertificate() throws IOException {
        assertKeptOut(Map.of(), Instant.now());
    }

    @Test
    void oneOfAnotherAuthorityIsNotTakenAndTheReasonSpeaksOfIt() throws IOException {
        assertKeptOut(identity(certificates.stranger()), Instant.now());
    }

    @Test
    void oneThatEndsWhileTheGovernorRunsIsNotTakenAndTheReasonSpeaksOfIt() throws IOException {
        assertKeptOut(identity(certificates.ended()), ClientCertificates.before());
    }

    @Test
    void whatCanBeKnownAtTheStartIsToldThereAtItsSetting() throws IOException {
        assertRefused(certificates.ended(), Instant.now()).contains("clientChainFile: its certificate expired at ");
        assertRefused(certificates.good(), Instant.now().plus(Duration.ofDays(30)))
                .contains("clientChainFile: its certificate expired at ");
        assertRefused(certificates.good(), Instant.now().minus(Duration.ofDays(30)))
                .contains("clientChainFile: its certificate is good from ");
        assertRefused(certificates.serving(), Instant.now())
                .contains("clientChainFile: its certificate is not for clients");
        assertRefused(
                        new Client(
                                certificates.good().chain(),
                                certificates.stranger().key()),
                        Instant.now())
                .contains("clientKeyFile: not the key of the certificate in clientChainFile");
        var none = Files.writeString(folder.resolve("none.pem"), "nothing of the kind\n");
        assertRefused(new Client(none, none), Instant.now())
                .contains("clientChainFile: " + none + " holds no certificate as PEM")
                .contains("clientKeyFile: " + none + " holds no private key as PKCS#8");
        assertRefused(new Client(folder.resolve("nowhere"), folder.resolve("nowhere")), Instant.now())
                .contains("clientChainFile: ")
                .contains("clientKeyFile: ");
    }

    private static Map<String, String> identity(Client client) {
        return Map.of(
                "clientChainFile", client.chain().toString(),
                "clientKeyFile", client.key().toString());
    }

    private static Vault open(Map<String, String> more, Instant at) throws IOException {
        var section = new TreeMap<>(VaultBench.section(server, folder, "secret"));
        section.put("address", server.clientsAddress().toString());
        section.putAll(more);
        return Vault.open(VaultConfiguration.of(section), InstantSource.fixed(at));
    }

    private static Answer asked(Map<String, String> more, Instant at) throws IOException {
        try (var vault = open(more, at)) {
            return vault.gateway().read("sys/mounts", Deadline.in(Duration.ofSeconds(10)));
        }
    }

    private static void assertKeptOut(Map<String, String> more, Instant at) throws IOException {
        var answer = asked(more, at);
        assertThat(answer).isInstanceOfAny(Answer.Busy.class, Answer.Lost.class);
        assertThat(answer.told()).contains("certificate");
    }

    private static AbstractStringAssert<?> assertRefused(Client client, Instant at) {
        return assertThatThrownBy(() -> open(identity(client), at).close())
                .isInstanceOf(IllegalArgumentException.class)
                .message();
    }
}
