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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
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
    private final Handle writing;
    private final Handle reading;
    private final ReentrantLock readingTurn = new ReentrantLock();
    private final long epoch;
    private final WriterThread writer;

    private SqlStore(
            DatabaseLock lock,
            AnchorFile anchor,
            Handle writing,
            Handle reading,
            LedgerKey key,
            SqlStoreOptions options) {
        this.lock = lock;
        this.anchor = anchor;
        this.writing = writing;
        this.reading = reading;
        Optional<Anchored> anchored = anchor.last();
        AnchorCheck check = new AnchorCheck(anchored);
        LedgerTail tail = LedgerCheck.verify(new LedgerTable(reading), key.verificationKey(), check::next);
        epoch = new LeaseTable(writing)
                .take(options, anchored.map(Anchored::epoch).orElse(0L));
        Stamp stamp = new Stamp(epoch, Sqlite.now(reading));
        anchoring = new Anchoring(anchor, epoch, check.against(tail.chain()), tail.chain(), stamp.time());
        writer = new WriterThread(new GroupTransaction(writing, epoch, options.node(), key, tail, anchoring));
        writer.start();
    }

    /**
     * Opens the database, making it if it is not there, and fences whoever had it before.
     *
     * @throws StoreRefusedException if another process has it, it is no database of ours, or its ledger does not verify
     */
    public static SqlStore open(Path database, LedgerKey key, SqlStoreOptions options) {
        DatabaseLock lock = DatabaseLock.take(database);
        try {
            DataSource source = Sqlite.database(database);
            Flyway.configure(SqlStore.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return connect(lock, AnchorFile.beside(database), source, key, options);
        } catch (FlywayException | JdbiException e) {
            lock.close();
            throw new StoreRefusedException("the database " + database + " does not open: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static SqlStore connect(
            DatabaseLock lock, AnchorFile anchor, DataSource source, LedgerKey key, SqlStoreOptions options) {
        Handle writing = Jdbi.open(() -> Sqlite.connect(source));
        try {
            Handle reading = Jdbi.open(() -> Sqlite.connect(source));
            try {
                return new SqlStore(lock, anchor, writing, reading, key, options);
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
                anchor;
                writing) {
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
