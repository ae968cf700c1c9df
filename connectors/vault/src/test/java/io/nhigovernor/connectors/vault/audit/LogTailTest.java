package io.nhigovernor.connectors.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.connectors.vault.tail.LogTail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    Path folder;

    private Path log;
    private final Taken taken = new Taken();
    private LogTail tail;
    private int next;

    /** Ids of the lines taken, and whatever else was said between them. */
    private static final class Taken implements LogTail.Taker {
        private final List<String> said = new ArrayList<>();

        @Override
        public void line(byte[] bytes, int length) {
            said.add(
                    AuditLineReader.read(bytes, length) instanceof Decoded.Line read
                            ? read.line().requestId()
                            : "?");
        }

        @Override
        public void skipped(LogTail.Unusable why) {
            said.add(why.name());
        }

        @Override
        public void gap(LogTail.Gap why) {
            said.add(why.name());
        }
    }

    @BeforeEach
    void open() throws IOException {
        log = Files.createDirectory(folder.resolve("log")).resolve("audit.log");
        tail = tail();
        write(1);
        drain();
        tail.commit();
        taken.said.clear();
    }

    @AfterEach
    void close() throws IOException {
        tail.close();
    }

    @Test
    void aFirstStartBeginsAtTheEndAndGoesOnFromThere() throws IOException {
        write(2);
        assertThat(drained()).containsExactly("r1", "r2");
    }

    @Test
    void aFirstStartInMidLineDoesNotTakeTheRestForALine() throws IOException {
        Path other = folder.resolve("log/other.log");
        Files.writeString(other, line(90).substring(0, 40));
        try (var fresh = new LogTail(other, folder.resolve("other.position"), AuditLineReader::time)) {
            fresh.poll(taken);
            append(other, line(90).substring(40) + "\n" + line(91) + "\n");
            while (fresh.poll(taken)) {}
        }
        assertThat(taken.said).containsExactly("CUT_OFF", "r91");
    }

    @Test
    void aDeviceThatAppearsLaterIsReadFromItsBeginning() throws IOException {
        Path other = folder.resolve("log/late.log");
        try (var fresh = new LogTail(other, folder.resolve("late.position"), AuditLineReader::time)) {
            assertThat(fresh.poll(taken)).isFalse();
            append(other, line(90) + "\n");
            while (fresh.poll(taken)) {}
        }
        assertThat(taken.said).containsExactly("r90");
    }

    @Test
    void aLineIsTakenOnceItHasEnded() throws IOException {
        append(log, line(90).substring(0, 30));
        assertThat(drained()).isEmpty();
        append(log, line(90).substring(30));
        assertThat(drained()).isEmpty();
        append(log, "\n");
        assertThat(drained()).containsExactly("r90");
    }

    @Test
    void aRestartGoesOnWhereTheLastKeptPositionIs() throws IOException {
        write(2);
        drain();
        tail.commit();
        append(log, line(90).substring(0, 30));
        drain();
        restart();
        append(log, line(90).substring(30) + "\n");
        assertThat(drained()).containsExactly("r1", "r2", "r90");
    }

    @Test
    void whatWasNotKeptComesAgainAfterARestart() throws IOException {
        write(2);
        drain();
        restart();
        assertThat(drained()).containsExactly("r1", "r2", "r1", "r2");
    }

    @Test
    void rotationByRenameLosesNothing() throws IOException {
        write(1);
        drain();
        Files.move(log, folder.resolve("log/audit.log.1"));
        // Until Vault hears of it, it writes to the old file, even while a new one lies there already.
        append(folder.resolve("log/audit.log.1"), line(next++) + "\n");
        Files.createFile(log);
        drain();
        append(folder.resolve("log/audit.log.1"), line(next++) + "\n");
        write(2);
        assertThat(drained()).containsExactly("r1", "r2", "r3", "r4", "r5");
    }

    @Test
    void rotationsWhileNobodyReadAreCaughtUpInOrder() throws IOException {
        write(2);
        Files.move(log, folder.resolve("log/audit.log.2"));
        write(2);
        Files.move(log, folder.resolve("log/audit.log.1"));
        write(2);
        // Compressed later than the newest file began.
        Files.writeString(folder.resolve("log/audit.log.3.gz"), "no audit lines\n");
        restart();
        assertThat(drained()).containsExactly("r1", "r2", "r3", "r4", "r5", "r6");
    }

    @Test
    void rotationByCopyAndTruncationIsFollowedThroughTheCopy() throws IOException {
        write(1);
        drain();
        write(1);
        Files.copy(log, folder.resolve("log/audit.log.1"));
        truncate();
        write(2);
        assertThat(drained()).containsExactly("r1", "r2", "r3", "r4");
    }

    @Test
    void aTruncatedFileThatGrewPastTheOldPlaceIsNotTakenForTheOldOne() throws IOException {
        write(1);
        drain();
        Files.copy(log, folder.resolve("log/audit.log.1"));
        truncate();
        write(50);
        assertThat(drained()).hasSize(51).startsWith("r1", "r2").endsWith("r51");
    }

    @Test
    void copyAndTruncationIsFollowedOverARestart() throws IOException {
        write(3);
        Files.copy(log, folder.resolve("log/audit.log.1"));
        truncate();
        write(1);
        restart();
        assertThat(drained()).containsExactly("r1", "r2", "r3", "r4");
    }

    @Test
    void aTruncationWithoutACopyIsAGap() throws IOException {
        write(3);
        drain();
        tail.commit();
        truncate();
        write(1);
        assertThat(drained()).containsExactly("r1", "r2", "r3", "TRUNCATED", "r4");
    }

    @Test
    void aTruncationWithoutACopyIsAGapAfterARestart() throws IOException {
        write(3);
        drain();
        tail.commit();
        truncate();
        write(1);
        restart();
        assertThat(drained()).containsExactly("r1", "r2", "r3", "TRUNCATED", "r4");
    }

    @Test
    void aFileThatIsGoneIsAGap() throws IOException {
        write(2);
        drain();
        tail.commit();
        tail.close();
        Files.delete(log);
        // So that the new file has another inode for certain.
        Files.createFile(folder.resolve("log/filler"));
        write(1);
        restart();
        assertThat(drained()).containsExactly("r1", "r2", "FILE_GONE", "r3");
    }

    @Test
    void aPositionThatCannotBeReadIsAGapAndReadingGoesOnFromTheEnd() throws IOException {
        write(2);
        Files.writeString(folder.resolve("position"), "\u0000\u0000 not a position");
        restart();
        drain();
        write(1);
        assertThat(drained()).containsExactly("CHECKPOINT_UNREADABLE", "r3");
    }

    @Test
    void aFileThatIsAwayForAMomentIsWaitedForAndTheKeptPositionStands() throws IOException {
        write(1);
        drain();
        tail.commit();
        tail.close();
        Files.move(log, folder.resolve("elsewhere"));
        tail = tail();
        assertThat(drained()).containsExactly("r1");
        Files.move(folder.resolve("elsewhere"), log);
        write(1);
        assertThat(drained()).containsExactly("r1", "r2");
    }

    @Test
    void anEndlessLineIsPassedOverInBoundedMemory() throws IOException {
        append(log, "x".repeat(LogTail.LINE_MAX + 300_000));
        drain();
        append(log, "y\n");
        write(1);
        assertThat(drained()).containsExactly("TOO_LONG", "r1");
        tail.commit();
        restart();
        write(1);
        assertThat(drained()).containsExactly("TOO_LONG", "r1", "r2");
    }

    /** Whatever is written, renamed, copied away or restarted in whatever order: every line once, in order, and no gap. */
    @Test
    void noLineIsLostOrRepeatedOverAnyOrderOfRotationsAndRestarts() throws IOException {
        var random = new Random(51);
        int rotated = 0;
        for (int step = 0; step < 600; step++) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    write(1);
                    Files.move(log, folder.resolve("log/audit.log." + rotated++));
                    write(1);
                }
                case 1 -> {
                    write(1);
                    Files.copy(log, folder.resolve("log/audit.log." + rotated++));
                    truncate();
                    write(1);
                }
                case 2 -> {
                    drain();
                    tail.commit();
                    restart();
                }
                case 3 -> tail.poll(taken);
                default -> write(random.nextInt(4));
            }
        }
        List<String> expected = new ArrayList<>();
        for (int i = 1; i < next; i++) {
            expected.add("r" + i);
        }
        assertThat(drained()).isEqualTo(expected);
        assertThat(rotated).isGreaterThan(100);
    }

    private LogTail tail() {
        return new LogTail(log, folder.resolve("position"), AuditLineReader::time);
    }

    private void restart() throws IOException {
        tail.close();
        tail = tail();
    }

    private void drain() throws IOException {
        while (tail.poll(taken)) {
            // Until nothing more is there.
        }
    }

    private List<String> drained() throws IOException {
        drain();
        return taken.said;
    }

    private void write(int lines) throws IOException {
        for (int i = 0; i < lines; i++) {
            append(log, line(next++) + "\n");
        }
    }

    private void truncate() throws IOException {
        Files.newByteChannel(log, StandardOpenOption.WRITE).truncate(0).close();
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String line(int number) {
        return "{\"time\":\"" + NOON.plusMillis(number) + "\",\"type\":\"response\",\"request\":{\"id\":\"r" + number
                + "\",\"path\":\"secret/data/app\"}}";
    }
}
