package io.nhigovernor.governor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.api.TokenBook;
import io.nhigovernor.governor.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the local connector, as an embedded governor has it. */
class AdoptCommandTest {
    @TempDir
    Path home;

    @Test
    void everyCredentialOfTheDocumentsIsEnrolledOnceAndASecondTimeChangesNothing() throws IOException {
        Path documents = documents("local", "local");
        CommandRun first = run("adopt", documents.toString());
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out())
                .contains("billing/api-key is enrolled with a first value, generation hmac:", "1 credential: 1 made");
        String value = Files.readString(delivered());

        CommandRun second = run("adopt", documents.toString());
        assertThat(second.code()).isZero();
        assertThat(second.out()).isEqualTo("billing/api-key is enrolled already\n1 credential: 1 enrolled already\n");
        assertThat(delivered()).hasContent(value);
        assertThat(first.out() + second.out()).doesNotContain(value);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home.resolve(".local/state/nhi-governor"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aDryRunSaysWhatWouldBeAndTouchesNoCredential() throws IOException {
        Path documents = documents("local", "local");
        CommandRun dry = run("adopt", "--dry-run", documents.toString());
        assertThat(dry.code()).isZero();
        assertThat(dry.out())
                .isEqualTo("billing/api-key would be enrolled with a first value\n"
                        + "1 credential: 1 made; this was a dry run, nothing was changed\n");
        assertThat(delivered()).doesNotExist();
        run("adopt", documents.toString());
        assertThat(run("adopt", "--dry-run", documents.toString()).out())
                .startsWith("billing/api-key is enrolled already\n");
    }

    @Test
    void programsReadTheSameAsJson() throws IOException {
        CommandRun run =
                run("adopt", "--output", "json", documents("local", "local").toString());
        JsonNode told = Json.parse(run.out().getBytes(StandardCharsets.UTF_8));
        assertThat(told.path("dryRun").asBoolean()).isFalse();
        assertThat(told.at("/credentials/0/credential").asText()).isEqualTo("billing/api-key");
        assertThat(told.at("/credentials/0/result").asText()).isEqualTo("made");
        assertThat(told.at("/credentials/0/generation").asText()).startsWith("hmac:");
    }

    @Test
    void everyProblemOfTheDocumentsIsToldWithItsPlaceAndNothingIsEnrolled() throws IOException {
        Path documents = documents("local", "vault");
        Files.writeString(documents.resolve("more.yaml"), """
                kind: Credential
                id: reports/key
                type: SECRET
                holders: [nobody]
                verifier: {connector: local, colour: red}
                delivery: {connector: local}
                relyingParties: []
                """);
        CommandRun run = run("adopt", documents.toString());
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(run.err())
                .contains(
                        "more.yaml:4:",
                        "holders[0]: Identity/nobody is not there",
                        "verifier.colour: local has no setting of this name",
                        "no connector vault is configured");
        assertThat(home.resolve(".local/state/nhi-governor/local/accept")).isEmptyDirectory();
    }

    @Test
    void whatCannotBeAdoptedIsRefusedWithTheReason() throws IOException {
        Path configuration = Files.writeString(
                home.resolve("governor.json"),
                Json.write(Map.of(
                        "data",
                        home.resolve("data").toString(),
                        "tokens",
                        List.of(Map.of(
                                "name", "ada", "scopes", List.of("operate"), "sha256", TokenBook.digest("token"))),
                        "connectors",
                        Map.of(
                                "tape", Map.of("file", home.resolve("tape").toString()),
                                "local",
                                        Map.of(
                                                "home", home.resolve("local").toString(),
                                                "keyFile",
                                                        home.resolve("local.key")
                                                                .toString(),
                                                "createKey", "true")))));
        Files.createFile(home.resolve("tape"));
        CommandRun mixed = run(
                "adopt",
                "--config",
                configuration.toString(),
                documents("tape", "local").toString());
        assertThat(mixed.code()).as(mixed.err()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(mixed.err())
                .contains("A6015 billing/api-key is not adopted: its verifier is tape and its delivery local");
        CommandRun without = run(
                "adopt",
                "--config",
                configuration.toString(),
                documents("tape", "tape").toString());
        assertThat(without.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(without.err()).contains("connector tape takes no credential by itself");
        assertThat(without.out()).isEqualTo("1 credential: 1 refused\n");
    }

    @Test
    void documentsWithoutACredentialAreNoSilentSuccess() throws IOException {
        Path documents = documents("local", "local");
        Files.delete(documents.resolve("credentials.yaml"));
        CommandRun run = run("adopt", documents.toString());
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(run.err()).startsWith("A6014 there is no Credential in these documents");
    }

    private Path delivered() {
        return home.resolve(".local/state/nhi-governor/local/delivered/billing/billing~api-key/current/secret");
    }

    private Path documents(String verifier, String delivery) throws IOException {
        Path folder = Files.createDirectories(home.resolve("documents"));
        Files.writeString(folder.resolve("identities.yaml"), """
                kind: Identity
                id: billing
                owner: team-billing
                tier: normal
                cadence: PT1M
                labels: {}
                """);
        Files.writeString(folder.resolve("credentials.yaml"), """
                kind: Credential
                id: billing/api-key
                type: SECRET
                holders: [billing]
                verifier: {connector: %s}
                delivery: {connector: %s}
                relyingParties: []
                """.formatted(verifier, delivery));
        return folder;
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(home, arguments);
    }
}
