package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.governor.store.Anchored;
import io.nhigovernor.governor.store.Commit;
import io.nhigovernor.governor.store.IntentRow;
import io.nhigovernor.governor.store.Row;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.governor.store.SetBack;
import io.nhigovernor.governor.store.Store;
import io.nhigovernor.governor.store.StoreRefusedException;
import io.nhigovernor.governor.store.export.LedgerKey;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The store in one SQLite file, with a lock file and an anchor beside it. One thread writes, in groups; reads use a connection of their
 * own and see what is durable. A callback on a commit's stage runs on the writer's thread and must not block.
 */
public final class SqlStore implements Store {
    private final DatabaseLock lock;
    private final AnchorFile anchor;
    private final Anchoring anchoring;
    private final Handle reading;
    private final ReentrantLock readingTurn = new ReentrantLock();
    private final long epoch;
    private final WriterThread writer;

    private SqlStore(
            DatabaseLock lock,
            AnchorFile anchor,
            Connections connections,
            Reserve reserve,
            LedgerKey key,
            SqlStoreOptions options) {
        this.lock = lock;
        this.anchor = anchor;
        reading = connections.reading();
        Optional<Anchored> anchored = anchor.last();
        AnchorCheck check = new AnchorCheck(anchored);
        LedgerTail tail = LedgerCheck.verify(new LedgerTable(reading), key.verificationKey(), check::next);
        epoch = new LeaseTable(connections.writing())
                .take(options, anchored.map(Anchored::epoch).orElse(0L));
        Stamp stamp = new Stamp(epoch, Sqlite.now(reading));
        anchoring = new Anchoring(anchor, epoch, check.against(tail.chain()), tail.chain(), stamp.time());
        writer = new WriterThread(
                new GroupTransaction(
                        connections.writing(), connections.more(), epoch, options.node(), key, tail, anchoring),
                reserve);
        writer.start();
    }

    private record Connections(Handle writing, Handle reading, Supplier<Handle> more) {}

    /**
     * Opens the database, making it if it is not there, and fences whoever had it before.
     *
     * @throws StoreRefusedException if another process has it, it is no database of ours, or its ledger does not verify
     */
    public static SqlStore open(Path database, LedgerKey key, SqlStoreOptions options) {
        return open(
                database,
                Sqlite.database(database),
                ReserveFile.beside(database, options.reserveBytes()),
                key,
                options);
    }

    /** On what is kept elsewhere: the database's connections, and its reserve. */
    static SqlStore open(Path database, DataSource source, Reserve reserve, LedgerKey key, SqlStoreOptions options) {
        DatabaseLock lock = DatabaseLock.take(database);
        try {
            // First, so that room that is there is kept; and to be given up at once if even a start needs it.
            reserve.keep();
            AnchorFile anchor = AnchorFile.beside(database);
            try {
                return migrate(lock, anchor, source, reserve, key, options);
            } catch (FlywayException | JdbiException | UncheckedIOException full) {
                if (!DiskFull.caused(full) || !reserve.giveUp()) {
                    throw full;
                }
                return migrate(lock, anchor, source, reserve, key, options);
            }
        } catch (FlywayException | JdbiException e) {
            lock.close();
            throw new StoreRefusedException("the database " + database + " does not open: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static SqlStore migrate(
            DatabaseLock lock,
            AnchorFile anchor,
            DataSource source,
            Reserve reserve,
            LedgerKey key,
            SqlStoreOptions options) {
        Flyway.configure(SqlStore.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return connect(lock, anchor, source, reserve, key, options);
    }

    private static SqlStore connect(
            DatabaseLock lock,
            AnchorFile anchor,
            DataSource source,
            Reserve reserve,
            LedgerKey key,
            SqlStoreOptions options) {
        Supplier<Handle> more = () -> Jdbi.open(() -> Sqlite.connect(source));
        Handle writing = more.get();
        try {
            Handle reading = more.get();
            try {
                return new SqlStore(lock, anchor, new Connections(writing, reading, more), reserve, key, options);
            } catch (RuntimeException e) {
                reading.close();
                throw e;
            }
        } catch (RuntimeException e) {
            writing.close();
            throw e;
        }
    }

    @Override
    public boolean scarce() {
        return writer.scarce();
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public Optional<SetBack> setBack() {
        return anchoring.setBack();
    }

    @Override
    public List<Row> rows(RowKind kind) {
        return read(handle -> new RowTables(handle).rows(kind));
    }

    @Override
    public List<IntentRow> openIntents() {
        return read(handle -> new IntentTables(handle).open());
    }

    @Override
    public CompletionStage<Void> commit(Commit commit) {
        return writer.submit(commit);
    }

    @Override
    public List<LedgerEntry> ledger(long firstSequence, int limit) {
        return read(handle -> new LedgerTable(handle).page(firstSequence, limit));
    }

    /** Writes what was committed before, signs the last checkpoint and gives the database back. */
    @Override
    public void close() {
        writer.close();
        try (lock;
                anchor) {
            read(handle -> {
                handle.close();
                return true;
            });
        }
    }

    private <T> T read(Function<Handle, T> reader) {
        readingTurn.lock();
        try {
            return reader.apply(reading);
        } finally {
            readingTurn.unlock();
        }
    }
}
