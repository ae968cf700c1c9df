package io.nhigovernor.governor.store.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** What is SQLite's own: how it is opened, and its clock. */
final class Sqlite {
    private static final int BUSY_MILLISECONDS = 5000;

    private Sqlite() {}

    static DataSource database(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // In WAL mode NORMAL loses the last transactions on power loss; an intent must be there before its effect.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLISECONDS);
        SQLiteDataSource database = new SQLiteDataSource(config);
        database.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return database;
    }

    static Connection connect(DataSource database) {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not open: " + e.getMessage(), e);
        }
    }

    /** The database's clock, in microseconds since 1970; it counts milliseconds. */
    static long now(Handle handle) {
        return handle.createQuery("SELECT CAST(round(unixepoch('now', 'subsec') * 1000) AS INTEGER) * 1000")
                .mapTo(long.class)
                .one();
    }
}
