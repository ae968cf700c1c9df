package io.nhigovernor.connectors.vault.database;

import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** One real login at a database that relies on a role, and what is asked there. */
record LoginProbe(Optional<Path> authorities, Optional<String> sql) {
    /** PostgreSQL cuts what is longer. */
    private static final int APPLICATION_MAX = 63;

    Proof at(RelyingParty party, String username, Secret password, String probe, Deadline deadline) {
        var address = DatabaseAddress.of(party.address());
        if (address.isEmpty()) {
            return new Proof.Inconclusive(
                    party.name() + ": its address is not of the form postgresql://host:port/database");
        }
        Connection connection;
        try {
            connection =
                    new Connections(authorities).open(address.get(), username, password, application(probe), deadline);
        } catch (SQLException e) {
            return SqlStates.deniesLogin(e)
                    ? new Proof.Refused(party.name() + " does not let " + username + " in (" + SqlStates.of(e) + ")")
                    : new Proof.Inconclusive(party.name() + " cannot be reached (" + SqlStates.of(e) + ")");
        }
        try (connection) {
            if (sql.isPresent()) {
                asked(connection, sql.get());
            }
            return new Proof.Accepted();
        } catch (SQLException e) {
            return new Proof.Inconclusive(
                    party.name() + " let " + username + " in, but the probe ended with " + SqlStates.of(e));
        }
    }

    /** Whatever it does is taken back. */
    private static void asked(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } finally {
            connection.rollback();
        }
    }

    private static String application(String probe) {
        var text = Roles.PROBE + " " + probe;
        return text.length() <= APPLICATION_MAX ? text : text.substring(0, APPLICATION_MAX);
    }
}
