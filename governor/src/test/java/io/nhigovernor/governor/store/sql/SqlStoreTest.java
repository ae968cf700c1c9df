package io.nhigovernor.governor.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.governor.store.Commits;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.governor.store.Store;
import io.nhigovernor.governor.store.StoreContract;
import io.nhigovernor.governor.store.StoreFailedException;
import io.nhigovernor.governor.store.StoreRefusedException;
import io.nhigovernor.governor.store.export.LedgerKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlStoreTest extends StoreContract {
    private static final long RESERVE = 64 << 10;

    @TempDir
    Path folder;

    @Override
    protected Store open() {
        return SqlStore.open(database(), key(), new SqlStoreOptions("here", Optional.of("sha256:1"), RESERVE));
    }

    @Override
    protected void takeOver() {
        execute("UPDATE lease SET epoch = epoch + 1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE ledger SET body = replace(body, 's-3', 's-X') WHERE sequence = 3  | ledger entry 3",
                "UPDATE ledger SET hash = replace(hash, substr(hash, 1, 4), '0000') WHERE sequence = 4 | ledger entry 4",
                "UPDATE ledger SET time = time + 1 WHERE sequence = 2                     | ledger entry 2",
                "UPDATE ledger SET epoch = 9 WHERE sequence = 5                           | ledger entry 5",
                "DELETE FROM ledger WHERE sequence = 3                                    | ledger entry 3",
                "DELETE FROM ledger WHERE sequence > 4                                    | ledger entry 5",
                "UPDATE checkpoint SET body = replace(body, '\"here\"', '\"else\"')       | checkpoint 6",
            })
    void aLedgerThatWasChangedFromOutsideIsRefusedByName(String tampering, String record) {
        for (int i = 1; i <= 6; i++) {
            commit(Commits.with().entry("s-" + i));
        }
        store.close();
        execute(tampering);
        assertThatThrownBy(this::open).isInstanceOf(StoreRefusedException.class).hasMessageStartingWith(record + " ");
        // Refusing gave the lock back and left the epoch alone.
        assertThatThrownBy(this::open).isInstanceOf(StoreRefusedException.class).hasMessageStartingWith(record + " ");
        assertThat(number("SELECT epoch FROM lease")).isEqualTo(1);
    }

    @Test
    void aLostLedgerKeyIsNotReplacedSilently() throws Exception {
        commit(Commits.with().entry("one"));
        store.close();
        Path keyFile = folder.resolve("governor.key");
        Path aside = folder.resolve("aside");
        Files.move(keyFile, aside);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("if the key file was lost, bring it back");
        Files.move(aside, keyFile, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        store = open();
    }

    @Test
    void aSecondStoreIsRefusedInThisProcessAndInAnother() throws Exception {
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("another governor has " + database());
        assertThat(StoreProcess.run(folder, "open"))
                .contains("refused: another governor has " + database())
                .contains("stop that one first");
        commit(Commits.with().entry("still ours"));
    }

    @Test
    void whatWasCommittedIsThereAfterTheProcessWasHalted() throws Exception {
        store.close();
        String said = StoreProcess.run(folder, "write");
        assertThat(said).contains("committed 300");
        store = open();
        assertThat(store.ledger(1, 1000)).hasSize(300);
        assertThat(store.rows(RowKind.CHANGE)).hasSize(300);
        assertThat(store.openIntents()).hasSize(300);
        assertThat(store.epoch()).isEqualTo(3);
    }

    @Test
    void aDatabaseErrorStopsTheStoreAndLosesNothingThatWasDurable() {
        commit(Commits.with().put(RowKind.ROLLOUT, "r-1", 0, "{}").entry("one"));
        execute("CREATE TRIGGER full BEFORE INSERT ON cutover BEGIN SELECT raise(ABORT, 'disk full'); END");
        List<CompletableFuture<Void>> commits = new ArrayList<>();
        commits.add(store.commit(Commits.with()
                        .put(RowKind.CUTOVER, "t-1", 0, "{}")
                        .entry("two")
                        .done())
                .toCompletableFuture());
        commits.add(store.commit(Commits.with().entry("three").done()).toCompletableFuture());
        commits.add(store.commit(Commits.with().entry("four").done()).toCompletableFuture());
        for (CompletableFuture<Void> commit : commits) {
            assertThatThrownBy(commit::join).hasCauseInstanceOf(StoreFailedException.class);
        }
        assertThat(store.rows(RowKind.ROLLOUT)).hasSize(1);
        assertThat(store.ledger(1, 10)).hasSize(1);
        store.close();
        execute("DROP TRIGGER full");
        store = open();
        commit(Commits.with().entry("two"));
        assertThat(store.ledger(1, 10)).hasSize(2);
    }

    @Test
    void aClosedStoreWritesWhatItWasGivenAndTakesNoMore() {
        List<CompletableFuture<Void>> commits = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            commits.add(store.commit(Commits.with().entry("s-" + i).done()).toCompletableFuture());
        }
        store.close();
        assertThat(commits).allMatch(commit -> commit.isDone() && !commit.isCompletedExceptionally());
        assertFailed(Commits.with().entry("late"));
        assertThat(number("SELECT max(size) FROM checkpoint")).isEqualTo(300);
        store = open();
    }

    @Test
    void theKeyFileIsForItsOwnerOnlyAndAnOpenOneIsRefused() throws Exception {
        Path file = folder.resolve("governor.key");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(LedgerKey.openOrCreate(file).verificationKey()).isEqualTo(key().verificationKey());
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> LedgerKey.openOrCreate(file)).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }

    private Path database() {
        return folder.resolve("governor.db");
    }

    private LedgerKey key() {
        return LedgerKey.openOrCreate(folder.resolve("governor.key"));
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private long number(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                Statement statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            return result.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
