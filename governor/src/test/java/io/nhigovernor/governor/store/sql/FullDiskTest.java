package io.nhigovernor.governor.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.governor.store.Commits;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.governor.store.StoreFailedException;
import io.nhigovernor.governor.store.StoreRefusedException;
import io.nhigovernor.governor.store.export.LedgerKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Beside the other tests: what finds no room for its first table tries for nine seconds. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class FullDiskTest {
    private static final int PAGES = 400;
    private static final int RESERVED = 200;
    private static final String LARGE = "\"" + "x".repeat(4_000) + "\"";

    @TempDir
    Path folder;

    private int written;

    @Test
    void onAFullDiskTheReserveIsGivenUpAndNoCommitIsLost() throws Exception {
        var disk = new SmallDisk(database(), PAGES, RESERVED);
        try (SqlStore store = open(disk)) {
            assertThat(store.scarce()).isFalse();
            disk.others(1);
            fillUntilScarce(store);
            assertThat(disk.giveUp()).as("still kept").isFalse();
            assertThat(store.rows(RowKind.CHANGE)).hasSize(written);
            assertThat(store.ledger(1, 1_000)).hasSize(written);
            // The room is enough for what must be written now.
            for (int restore = 0; restore < 20; restore++) {
                write(store).join();
            }
            disk.others(0);
            disk.grow(PAGES);
            awaitAmple(store);
            write(store).join();
        }
        try (SqlStore again = open(disk)) {
            assertThat(again.scarce()).isFalse();
            assertThat(again.ledger(1, 1_000)).hasSize(written);
            assertThat(again.rows(RowKind.CHANGE)).hasSize(written);
        }
    }

    @Test
    void whenEvenTheReserveIsNotEnoughTheStoreStopsAndKeepsWhatWasDurable() {
        var disk = new SmallDisk(database(), PAGES, RESERVED);
        int durable = 0;
        try (SqlStore store = open(disk)) {
            disk.others(1);
            List<CompletableFuture<Void>> commits = new ArrayList<>();
            while (commits.stream().noneMatch(CompletableFuture::isCompletedExceptionally)) {
                commits.add(write(store));
                settled(commits.getLast());
            }
            assertThatThrownBy(commits.getLast()::join).hasCauseInstanceOf(StoreFailedException.class);
            assertThatThrownBy(write(store)::join).hasCauseInstanceOf(StoreFailedException.class);
            durable = commits.size() - 1;
            assertThat(store.rows(RowKind.CHANGE)).as("reads go on").hasSize(durable);
        }
        disk.others(0);
        disk.grow(PAGES);
        try (SqlStore again = open(disk)) {
            assertThat(again.ledger(1, 1_000)).hasSize(durable);
            assertThat(again.rows(RowKind.CHANGE)).hasSize(durable);
            write(again).join();
        }
    }

    @Test
    void whereNoReserveCanBeKeptAStoreOpensAndSaysSo() {
        var disk = new SmallDisk(database(), PAGES, RESERVED);
        disk.others(1);
        try (SqlStore store = open(disk)) {
            assertThat(store.scarce()).isTrue();
            write(store).join();
        }
    }

    @Test
    void aStartThatNeedsRoomGivesTheReserveUp() {
        var disk = new SmallDisk(database(), PAGES, PAGES - 1);
        try (SqlStore store = open(disk)) {
            write(store).join();
            assertThat(disk.giveUp()).as("still kept").isFalse();
        }
    }

    @Test
    void aStartForWhichEvenTheReserveIsNotEnoughIsRefused() {
        var disk = new SmallDisk(database(), 2, 1);
        assertThatThrownBy(() -> open(disk))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("database or disk is full");
    }

    private void fillUntilScarce(SqlStore store) {
        for (int commit = 0; commit < PAGES && !store.scarce(); commit++) {
            write(store).join();
        }
        assertThat(store.scarce()).isTrue();
    }

    private CompletableFuture<Void> write(SqlStore store) {
        String id = "c-" + ++written;
        return store.commit(Commits.with()
                        .put(RowKind.CHANGE, id, 0, LARGE)
                        .entry(id)
                        .done())
                .toCompletableFuture();
    }

    private static void settled(CompletableFuture<Void> commit) {
        commit.handle((done, failure) -> true).join();
    }

    private static void awaitAmple(SqlStore store) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (store.scarce()) {
            assertThat(System.nanoTime()).as("kept again in time").isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private SqlStore open(SmallDisk disk) {
        return SqlStore.open(
                database(),
                disk,
                disk,
                LedgerKey.openOrCreate(folder.resolve("governor.key")),
                new SqlStoreOptions("here", Optional.empty(), 0));
    }

    private Path database() {
        return folder.resolve("governor.db");
    }
}
