package io.nhigovernor.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.testkit.servers.VaultSetup.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultServerTest {
    private static final Map<String, ?> VALUE = Map.of("data", Map.of("value", "kept"));

    @TempDir
    private Path directory;

    @Test
    void theSharedOneAnswersAndGivesEachTestAMountOfItsOwn() {
        var vault = Servers.sharedVault();
        assertThat(Servers.sharedVault()).isSameAs(vault);
        assertThat(vault.health()).isEqualTo(200);
        String mine = vault.mountKv();
        String another = vault.mountKv();
        assertThat(vault.http()
                        .must(mine + "/data/billing", VALUE)
                        .data()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        assertThat(read(vault, mine)).isEqualTo("kept");
        assertThat(vault.http().get(another + "/data/billing").status()).isEqualTo(404);
        assertThat(vault.anonymous().get(mine + "/data/billing").status()).isEqualTo(403);
    }

    @Test
    void aSecretOutlivesSealRestartAndCrash() {
        try (var vault = VaultServer.start(Servers.vault(), VaultSetup.in(directory))) {
            var address = vault.address();
            assertThat(address.getScheme()).isEqualTo("https");
            String mount = vault.mountKv();
            vault.http().must(mount + "/data/billing", VALUE);

            vault.seal();
            assertThat(vault.health()).isEqualTo(503);
            assertThat(vault.http().get(mount + "/data/billing").status()).isEqualTo(503);
            vault.unseal();
            assertThat(read(vault, mount)).isEqualTo("kept");

            vault.restart();
            assertThat(vault.address()).isEqualTo(address);
            assertThat(read(vault, mount)).isEqualTo("kept");

            vault.kill();
            assertThat(vault.isRunning()).isFalse();
            assertThat(vault.health()).isZero();
            vault.startAgain();
            assertThat(vault.health()).isEqualTo(503);
            vault.unseal();
            assertThat(read(vault, mount)).isEqualTo("kept");
        }
    }

    @Test
    void everyAuditDeviceHearsEveryRequest() throws IOException {
        try (var vault = VaultServer.start(
                Servers.vault(), VaultSetup.in(directory).on(Storage.MEMORY).withAudits(2))) {
            vault.http().must("sys/mounts/heard", Map.of("type", "kv"));
            assertThat(vault.auditLogs()).hasSize(2).first().isEqualTo(vault.auditLog());
            for (Path file : vault.auditLogs()) {
                assertThat(Files.readAllLines(file))
                        .filteredOn(line -> line.contains("\"sys/mounts/heard\""))
                        .extracting(line -> line.contains("\"type\":\"request\""))
                        .contains(true, false);
            }
        }
    }

    @Test
    void anAuditLogThatIsRotatedGoesOnInANewFile() throws IOException, InterruptedException {
        try (var vault =
                VaultServer.start(Servers.vault(), VaultSetup.in(directory).on(Storage.MEMORY))) {
            Files.move(vault.auditLog(), directory.resolve("audit.old"));
            vault.reopenAuditLogs();
            for (int tried = 0; tried < 200 && Files.notExists(vault.auditLog()); tried++) {
                Thread.sleep(50);
            }
            vault.http().must("sys/mounts/heard", Map.of("type", "kv"));
            assertThat(Files.readString(vault.auditLog())).contains("\"sys/mounts/heard\"");
            assertThat(Files.readString(directory.resolve("audit.old"))).doesNotContain("\"sys/mounts/heard\"");
        }
    }

    @Test
    void whatItLeavesBehindHoldsNeitherTokenNorKeyNorProcess() throws IOException {
        var vault = VaultServer.start(Servers.vault(), VaultSetup.in(directory));
        String token = vault.rootToken();
        vault.close();
        assertThat(token).startsWith("hvs.");
        assertThat(vault.isRunning()).isFalse();
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(token);
            }
        }
        assertThat(vault.toString()).isEqualTo("VaultServer[" + vault.address() + "]");
    }

    @Test
    void oneInMemoryDoesNotPretendToComeBack() {
        try (var vault = VaultServer.dev(Servers.vault())) {
            vault.stop();
            assertThatThrownBy(vault::startAgain)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("give it a storage");
        }
    }

    private static String read(VaultServer vault, String mount) {
        return vault.http()
                .get(mount + "/data/billing")
                .data()
                .path("data")
                .path("value")
                .asText();
    }
}
