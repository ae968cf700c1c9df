package io.nhigovernor.governor.store.sql;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Connections to a database that may have only so many pages, some of which the reserve holds. */
final class SmallDisk implements DataSource, Reserve {
    private final DataSource real;
    private final int reserved;
    private volatile int pages;
    private volatile int elsewhere;
    private volatile boolean kept;

    SmallDisk(Path database, int pages, int reserved) {
        real = Sqlite.database(database);
        this.pages = pages;
        this.reserved = reserved;
    }

    /** Others write on the disk, or make room. */
    void others(int taken) {
        elsewhere = taken;
    }

    void grow(int more) {
        pages += more;
    }

    @Override
    public boolean keep() {
        kept = kept || elsewhere == 0;
        return kept;
    }

    @Override
    public boolean giveUp() {
        boolean was = kept;
        kept = false;
        // Whoever filled the disk is still there.
        elsewhere = Math.max(elsewhere, 1);
        return was;
    }

    /** SQLite never takes a limit that is lower than what is there; and a limit is the connection's own. */
    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = real.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + (pages - elsewhere - (kept ? reserved : 0)));
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
