package io.nhigovernor.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    @TempDir
    private Path directory;

    private PostgresServer server;

    @BeforeEach
    void start() {
        Servers.postgres();
        server = PostgresServer.start(directory.resolve("postgres"));
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void itIsThePinnedReleaseAndWritesWhatItCommits() throws SQLException {
        try (var connection = server.connect()) {
            assertThat(ask(connection, "SHOW server_version")).startsWith("18.6");
            for (String kept : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(ask(connection, "SHOW " + kept)).as(kept).isEqualTo("on");
            }
            assertThat(ask(connection, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void itAsksEverybodyForAPassword() {
        assertThatThrownBy(() -> server.connect(PostgresServer.DATABASE, PostgresServer.SUPERUSER, "wrong"))
                .isInstanceOf(SQLException.class)
                .satisfies(refused ->
                        assertThat(((SQLException) refused).getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void aRestartKeepsThePortAndTheData() throws SQLException {
        int port = server.port();
        change("CREATE TABLE kept AS SELECT 7 AS value");
        server.stop();
        assertThatThrownBy(server::connect).isInstanceOf(SQLException.class);
        server.startAgain();
        assertThat(server.port()).isEqualTo(port);
        try (var connection = server.connect()) {
            assertThat(ask(connection, "SELECT value FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void aCrashKeepsWhatWasCommittedAndNothingElse() throws SQLException {
        change("CREATE TABLE kept AS SELECT 7 AS value");
        try (var cut = server.connect()) {
            cut.setAutoCommit(false);
            try (var statement = cut.createStatement()) {
                statement.executeUpdate("UPDATE kept SET value = 8");
            }
            server.kill();
        }
        assertThatThrownBy(server::connect).isInstanceOf(SQLException.class);
        server.startAgain();
        try (var connection = server.connect()) {
            assertThat(ask(connection, "SELECT value FROM kept")).isEqualTo("7");
        }
    }

    private void change(String sql) throws SQLException {
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
