package io.nhigovernor.connectors.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolMainTest {
    @TempDir
    Path state;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aFirstSecretIsDeliveredWhereAnEmbeddedGovernorLooksAndItsValueIsNotPrinted() throws IOException {
        assertThat(enrol("--credential", "secret/web", "--type", "SECRET", "--holder", "web", "--holder", "job"))
                .isZero();
        for (String holder : List.of("web", "job")) {
            Path delivered = state.resolve("local/delivered/" + holder + "/secret~web/current");
            assertThat(text(out)).contains(holder + " reads it in " + delivered);
            assertThat(text(out)).doesNotContain(Files.readString(delivered.resolve("secret")));
        }
        assertThat(Files.readString(state.resolve("local/accept/secret~web.json")))
                .contains("secret/web");
    }

    @Test
    void aSecondTimeIsRefusedAndSaysThatNothingChanged() throws IOException {
        enrol("--credential", "a", "--type", "SECRET", "--holder", "b");
        byte[] before = Files.readAllBytes(state.resolve("local/accept/a.json"));
        assertThat(enrol("--credential", "a", "--type", "SECRET", "--holder", "b"))
                .isEqualTo(EnrolMain.REFUSED);
        assertThat(text(err)).contains("a is already enrolled; nothing was changed");
        assertThat(state.resolve("local/accept/a.json")).hasBinaryContent(before);
    }

    @Test
    void everythingWrongIsSaidAtOnceAndNothingIsMade() {
        assertThat(enrol(
                        "--credential",
                        "A b",
                        "--type",
                        "DATABASE",
                        "--home",
                        "x",
                        "--colour",
                        "--holder",
                        "h",
                        "--holder",
                        "h",
                        "--trust-domain"))
                .isEqualTo(EnrolMain.BAD_INPUT);
        assertThat(text(err))
                .contains(
                        "--credential must match",
                        "--type must be SECRET, CERTIFICATE or OIDC_KEY",
                        "--home and --key-file belong together",
                        "there is no option --colour",
                        "--holder h is given twice",
                        "--trust-domain needs a value");
        assertThat(state).isEmptyDirectory();
    }

    @Test
    void aMissingKeyIsNotMadeUnasked() {
        Path home = state.resolve("elsewhere");
        assertThat(enrol(
                        "--credential",
                        "a",
                        "--type",
                        "SECRET",
                        "--holder",
                        "b",
                        "--home",
                        home.toString(),
                        "--key-file",
                        state.resolve("no.key").toString()))
                .isEqualTo(EnrolMain.BAD_INPUT);
        assertThat(text(err)).contains("keyFile: there is no file");
        assertThat(state.resolve("no.key")).doesNotExist();
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(enrol("--help")).isZero();
        assertThat(text(out)).contains("--credential", "--type", "--holder", "--home", "--key-file", "--create-key");
    }

    private int enrol(String... arguments) {
        return EnrolMain.run(
                List.of(arguments),
                state,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
