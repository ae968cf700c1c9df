package io.nhigovernor.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.testkit.servers.Finding.Found;
import io.nhigovernor.testkit.servers.Finding.Missing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class VaultInstallationTest {
    @TempDir
    private Path directory;

    private Path cache;
    private Path path;
    private Map<String, String> environment;

    @BeforeEach
    void nothingIsThere() throws IOException {
        cache = Files.createDirectories(directory.resolve("cache"));
        path = Files.createDirectories(directory.resolve("bin"));
        environment = Map.of("XDG_CACHE_HOME", cache.toString(), "PATH", directory.resolve("none") + ":" + path);
    }

    @Test
    void whatIsMissingComesWithHowToGetIt() {
        assertThat(VaultInstallation.find(environment))
                .isInstanceOfSatisfying(
                        Missing.class,
                        missing -> assertThat(missing.remedy()).contains("bin/test-servers", "GOVERNOR_TEST_VAULT"));
    }

    @Test
    void aTestIsSkippedWithOneLineThatSaysWhy() {
        var missing = new Missing<Path>("a server", "buy one");
        var real = System.err;
        var told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            for (int test = 0; test < 2; test++) {
                assertThatThrownBy(() -> Servers.orSkip(missing))
                        .isInstanceOf(TestAbortedException.class)
                        .hasMessageContaining("a server; buy one");
            }
        } finally {
            System.setErr(real);
        }
        assertThat(told.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("skipped for want of a server: a server; buy one");
    }

    @Test
    void thePinnedBuildComesBeforeWhatIsOnThePath() throws IOException {
        var onPath = binary(path.resolve("vault"));
        assertThat(found(environment)).isEqualTo(new VaultInstallation(onPath, Optional.empty(), "PATH"));
        var folder = ServerCache.of(environment).vault();
        assertThat(folder.getParent()).isEqualTo(cache.resolve("nhi-governor/servers"));
        var pinned = binary(folder.resolve("vault"));
        var plugins = Files.createDirectories(folder.resolve("plugins"));
        assertThat(found(environment)).isEqualTo(new VaultInstallation(pinned, Optional.of(plugins), "cache"));
    }

    @Test
    void aBinaryAskedForByNameIsTakenOrNone() throws IOException {
        binary(path.resolve("vault"));
        var named = directory.resolve("mine");
        var asked =
                Map.of("PATH", path.toString(), "HOME", directory.toString(), "GOVERNOR_TEST_VAULT", named.toString());
        assertThat(VaultInstallation.find(asked))
                .isInstanceOfSatisfying(
                        Missing.class, told -> assertThat(told.what()).contains(named.toString()));
        binary(named);
        assertThat(found(asked)).isEqualTo(new VaultInstallation(named, Optional.empty(), "GOVERNOR_TEST_VAULT"));
    }

    @Test
    void whereThereIsNoBinaryAContainerServesIfDockerIsThere() throws IOException {
        assertThat(Servers.findVault(environment, () -> false)).isInstanceOf(Missing.class);
        assertThat(Servers.findVault(environment, () -> true))
                .isEqualTo(new Found<VaultProgram>(new VaultContainer("hashicorp/vault:1.21.2")));
        binary(path.resolve("vault"));
        assertThat(Servers.findVault(environment, () -> {
                    throw new AssertionError("Docker need not be asked");
                }))
                .isEqualTo(VaultInstallation.find(environment));
    }

    @Test
    void anImageAskedForByNameIsTakenOrNone() throws IOException {
        binary(path.resolve("vault"));
        var asked = new HashMap<>(environment);
        asked.put("GOVERNOR_TEST_VAULT_IMAGE", "openbao/openbao:2.5");
        assertThat(Servers.findVault(asked, () -> true))
                .isEqualTo(new Found<VaultProgram>(new VaultContainer("openbao/openbao:2.5")));
        assertThat(Servers.findVault(asked, () -> false))
                .isInstanceOfSatisfying(
                        Missing.class, told -> assertThat(told.what()).contains("openbao/openbao:2.5", "no Docker"));
    }

    private static VaultInstallation found(Map<String, String> environment) {
        return ((Found<VaultInstallation>) VaultInstallation.find(environment)).server();
    }

    private static Path binary(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
