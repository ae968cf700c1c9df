package io.nhigovernor.governor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.api.TokenBook;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.testkit.servers.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real Vault. */
class DiscoverCommandTest {
    @TempDir
    Path home;

    @Test
    void whatAVaultHoldsIsListedForPeopleAndForProgramsWithoutAValue() throws IOException {
        var vault = Servers.sharedVault();
        var mount = vault.mountKv();
        vault.http().must(mount + "/data/teams/mail/smtp", Map.of("data", Map.of("value", "of-a-test")));
        Files.writeString(home.resolve("token"), vault.rootToken());
        var configuration = configuration(vault.address().toString());

        var people = run("discover", "--config", configuration);
        assertThat(people.code()).as(people.err()).isZero();
        assertThat(people.out().lines().findFirst().orElseThrow()).startsWith("CONNECTOR  TYPE");
        assertThat(people.out()).containsPattern("vault +SECRET +" + mount + "/teams/mail/smtp");

        var programs = run("discover", "--config", configuration, "--output", "json");
        var told = Json.parse(programs.out().getBytes(StandardCharsets.UTF_8));
        assertThat(told.at("/connectors/vault"))
                .anySatisfy(one -> assertThat(one.path("what").asText()).isEqualTo(mount + "/teams/mail/smtp"));
        assertThat(people.out() + programs.out()).doesNotContain("of-a-test", vault.rootToken());
    }

    @Test
    void aVaultThatCannotBeAskedIsNotAnEmptyOne() throws IOException {
        Files.writeString(home.resolve("token"), "none");
        var run = run("discover", "--config", configuration("http://127.0.0.1:1"));
        assertThat(run.code()).isEqualTo(ExitCode.INTERNAL.code());
        assertThat(run.err()).contains("A6017 connector vault cannot list what it holds");
    }

    private String configuration(String address) throws IOException {
        return Files.writeString(
                        home.resolve("governor.json"),
                        Json.write(Map.of(
                                "data",
                                home.resolve("data").toString(),
                                "tokens",
                                List.of(Map.of(
                                        "name",
                                        "ada",
                                        "scopes",
                                        List.of("operate"),
                                        "sha256",
                                        TokenBook.digest("token"))),
                                "connectors",
                                Map.of(
                                        "vault",
                                        Map.of(
                                                "address",
                                                address,
                                                "tokenFile",
                                                home.resolve("token").toString(),
                                                "keyFile",
                                                home.resolve("names.key").toString(),
                                                "createKey",
                                                "true")))))
                .toString();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(home, arguments);
    }
}
