package io.nhigovernor.governor.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.ledger.HashChain;
import io.nhigovernor.governor.store.Anchored;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorFileTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir
    Path folder;

    @Test
    void theLastLineIsFoundAgainAndIsForItsOwnerOnly() throws Exception {
        try (AnchorFile anchor = beside()) {
            assertThat(anchor.last()).isEmpty();
            anchor.begin(at(1));
            anchor.keep(at(5));
            anchor.keep(at(9));
        }
        assertThat(beside().last()).contains(at(9));
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readAllLines(file()))
                .hasSize(3)
                .last()
                .isEqualTo("9 " + HashChain.EMPTY.head() + " 3 " + TIME);
    }

    @Test
    void aTornLastLineDoesNotCountAndIsGoneAfterTheNextStart() throws Exception {
        try (AnchorFile anchor = beside()) {
            anchor.begin(at(1));
            anchor.keep(at(5));
        }
        append("9 " + HashChain.EMPTY.head() + " 3 2026");
        AnchorFile again = beside();
        assertThat(again.last()).contains(at(5));
        again.begin(at(5));
        again.keep(at(6));
        again.close();
        assertThat(Files.readAllLines(file())).hasSize(2);
        assertThat(beside().last()).contains(at(6));
    }

    /** Whoever cuts a line short, or writes into it, does not make an older line count. */
    @ParameterizedTest
    @ValueSource(strings = {"9 00 3 2026-01-02T03:04:05Z\n", "\n", "9 x 3 y\n", "\u0000\u0000\u0000\n"})
    void aLastWholeLineThatDoesNotReadIsNoAnchor(String line) throws Exception {
        try (AnchorFile anchor = beside()) {
            anchor.begin(at(1));
        }
        append(line);
        assertThat(beside().last()).isEmpty();
    }

    @Test
    void anEmptyFileIsNoAnchor() throws Exception {
        Files.createFile(file());
        assertThat(beside().last()).isEmpty();
    }

    @Test
    void aFileThatHasGrownIsBegunAnew() throws Exception {
        try (AnchorFile anchor = beside()) {
            anchor.begin(at(1));
            append(("1 " + HashChain.EMPTY.head() + " 3 " + TIME + "\n").repeat(12_000));
            anchor.keep(at(7));
        }
        assertThat(Files.readAllLines(file())).hasSize(1);
        assertThat(beside().last()).isEqualTo(Optional.of(at(7)));
    }

    private static Anchored at(long sequence) {
        return new Anchored(new HashChain(sequence, HashChain.EMPTY.head()), 3, TIME);
    }

    private AnchorFile beside() {
        return AnchorFile.beside(folder.resolve("governor.db"));
    }

    private Path file() {
        return folder.resolve(AnchorFile.NAME);
    }

    private void append(String text) throws Exception {
        Files.writeString(file(), text, StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);
    }
}
