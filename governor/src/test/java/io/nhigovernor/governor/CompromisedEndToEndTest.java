package io.nhigovernor.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.cli.Cli;
import io.nhigovernor.governor.cli.Terminal;
import io.nhigovernor.spi.CredentialKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S10 at the doors: a restore of a compromised rollout is refused at the API and at the command line. */
class CompromisedEndToEndTest {
    @TempDir
    Path root;

    private EndToEndWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new EndToEndWorld(root);
        world.enrol("secret/web", CredentialKind.SECRET, "web");
        world.enrol("secret/job", CredentialKind.SECRET, "job");
        world.enrol("certificate/web", CredentialKind.CERTIFICATE, "web");
        assertThat(world.apply(EndToEndWorld.documents()).status()).isEqualTo(200);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRestoreOfACompromisedRolloutIsRefusedAtTheApiAndAtTheCommandLine() throws IOException {
        Run planned = cli("plan", "tiny", "--reason", "the vault leaked", "--mode", "compromised");
        assertThat(planned.code()).as(planned.err()).isZero();
        assertThat(planned.out()).contains("mode COMPROMISED", "Restore   none", "CONTAINMENT");
        String id = "tiny-1";
        assertThat(world.post("alice", "/v1/rollouts/" + id + "/start", Map.of())
                        .status())
                .isEqualTo(200);

        var api = world.post("alice", "/v1/rollouts/" + id + "/restore", Map.of("ring", "one", "reason", "please"));
        assertThat(api.status()).isEqualTo(409);
        assertThat(api.code()).isEqualTo("E2032");

        Run cli = cli("restore", id, "--ring", "one", "--reason", "please");
        assertThat(cli.code()).isEqualTo(3);
        assertThat(cli.err()).contains("E2032", "the prior is compromised");

        assertThat(world.post("alice", "/v1/rollouts", Map.of("ringPlan", "tiny", "reason", "x", "mode", "compromized"))
                        .status())
                .isEqualTo(400);
    }

    private record Run(int code, String out, String err) {}

    private Run cli(String... arguments) throws IOException {
        Path home = Files.createDirectories(root.resolve("home"));
        Path tokens = Files.createDirectories(home.resolve(".local/state/nhi-governor/tokens"));
        Files.writeString(tokens.resolve("operator.token"), "token-of-alice\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        int code = Cli.run(
                arguments,
                Wiring.seams(),
                terminal,
                Map.of("GOVERNOR_SERVER", world.address().toString()),
                home,
                List.of());
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
