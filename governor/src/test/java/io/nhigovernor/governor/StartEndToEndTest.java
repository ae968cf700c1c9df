package io.nhigovernor.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.governor.cli.Cli;
import io.nhigovernor.governor.cli.ExitCode;
import io.nhigovernor.governor.cli.Terminal;
import io.nhigovernor.governor.store.StoreRefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A governor that must not start says why, what to do, and ends with a code that says which of both it is. */
class StartEndToEndTest {
    @TempDir
    Path root;

    private String said = "";

    @Test
    void twoGovernorsNeverShareADataDirectory() throws IOException {
        try (var world = new EndToEndWorld(root)) {
            assertThatThrownBy(() -> new Governor(world.config(world.configuration())))
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("another governor");
            assertThat(serve()).isEqualTo(ExitCode.REFUSED.code());
            assertThat(said).contains("A6011", "another governor");
            assertThat(world.get("reader", "/v1/health").status()).isEqualTo(200);
        }
    }

    @Test
    @Timeout(30)
    void aTamperedDatabaseIsNotOpened() throws Exception {
        try (var world = new EndToEndWorld(root)) {
            assertThat(world.apply(EndToEndWorld.documents()).status()).isEqualTo(200);
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("data/governor.db"));
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(
                            "UPDATE ledger SET body = replace(body, 'alice', 'carol') WHERE body LIKE '%alice%'"))
                    .isPositive();
        }
        assertThat(serve()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(said).contains("A6011", "does not verify", "from a backup").doesNotContain("report it");
    }

    @Test
    void everyProblemOfAConfigurationIsSaidAtOnce() throws IOException {
        Map<String, Object> configuration;
        try (var world = new EndToEndWorld(root)) {
            configuration = new TreeMap<>(world.configuration());
            configuration.put("colour", "red");
            configuration.put("listen", Map.of("host", "0.0.0.0", "prot", 1));
            configuration.put("engine", Map.of("tick", "often", "restorePermits", 0));
            world.read(configuration);
        }
        assertThat(serve()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(said)
                .contains("governor.json", "colour", "prot", "tick", "restorePermits")
                .contains("C1006", "listening on 0.0.0.0 needs tls.certificate and tls.key");
    }

    @Test
    void settingsOfAConnectorThatItDoesNotKnowAreNamed() throws IOException {
        try (var world = new EndToEndWorld(root)) {
            Map<String, Object> configuration = new TreeMap<>(world.configuration());
            configuration.put("data", root.resolve("other").toString());
            configuration.put("connectors", Map.of("local", Map.of("hoem", "x", "settle", "soon")));
            world.read(configuration);
            assertThat(serve()).isEqualTo(ExitCode.BAD_INPUT.code());
            assertThat(said).contains("A6012", "home is missing", "unknown key hoem", "settle must be a duration");
        }
    }

    @Test
    void aPortThatIsTakenIsNotABug() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var world = new EndToEndWorld(root.resolve("one"))) {
            Map<String, Object> configuration = new TreeMap<>(world.configuration());
            configuration.put("data", root.resolve("other").toString());
            configuration.put("listen", Map.of("port", taken.getLocalPort()));
            Files.copy(root.resolve("one/governor.json"), root.resolve("governor.json"));
            Files.writeString(root.resolve("governor.json"), io.nhigovernor.governor.json.Json.write(configuration));
            assertThat(serve()).isEqualTo(ExitCode.REFUSED.code());
            assertThat(said).contains("A6013");
        }
    }

    @Test
    void whatAnEmbeddedGovernorKeepsIsItsOwnersAlone() throws IOException {
        Files.createDirectories(root.resolve("state/nhi-governor"));
        var tokens = io.nhigovernor.governor.config.EmbeddedTokens.ensure(
                root.resolve("state/nhi-governor"), new java.security.SecureRandom());
        assertThat(tokens.made()).hasSize(3);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("state/nhi-governor"))))
                .isEqualTo("rwx------");
    }

    private int serve() {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        String[] arguments = {"serve", "--config", root.resolve("governor.json").toString()};
        int code = Cli.run(arguments, Wiring.seams(), new Terminal(out, out, false), Map.of(), root, List.of());
        said = bytes.toString(StandardCharsets.UTF_8);
        return code;
    }
}
