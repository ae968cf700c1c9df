package io.nhigovernor.governor.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReserveFileTest {
    private static final int BYTES = 100_000;

    @TempDir
    Path folder;

    @Test
    void itIsKeptWrittenToItsLastByteAndGivenUpOnce() throws IOException {
        Path file = folder.resolve("governor.db.reserve");
        ReserveFile reserve = ReserveFile.beside(folder.resolve("governor.db"), BYTES);
        assertThat(reserve.giveUp()).as("nothing is kept yet").isFalse();
        assertThat(reserve.keep()).isTrue();
        assertThat(Files.size(file)).isEqualTo(BYTES);
        byte[] kept = Files.readAllBytes(file);
        for (int at = 0; at + 16 <= BYTES; at += 8) {
            assertThat(kept[at] == 0 && kept[at + 1] == 0 && kept[at + 2] == 0 && kept[at + 3] == 0)
                    .as("a hole at %d", at)
                    .isFalse();
        }
        assertThat(reserve.keep()).as("kept already").isTrue();
        assertThat(reserve.giveUp()).isTrue();
        assertThat(reserve.giveUp()).as("gone already").isFalse();
        assertThat(folder).isEmptyDirectory();
        assertThat(reserve.keep()).isTrue();
    }

    @Test
    void oneThatIsTooSmallIsMadeAnew() throws IOException {
        Path database = folder.resolve("governor.db");
        assertThat(ReserveFile.beside(database, BYTES).keep()).isTrue();
        assertThat(ReserveFile.beside(database, 2 * BYTES).keep()).isTrue();
        assertThat(Files.size(folder.resolve("governor.db.reserve"))).isEqualTo(2 * BYTES);
    }

    @Test
    void whereThereIsNoRoomForTwiceAsMuchNothingIsTaken() throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        assertThat(ReserveFile.beside(folder.resolve("governor.db"), usable).keep())
                .isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whereNothingCanBeWrittenItIsNotKept() {
        Path nowhere = folder.resolve("missing").resolve("governor.db");
        assertThat(ReserveFile.beside(nowhere, BYTES).keep()).isFalse();
    }
}
