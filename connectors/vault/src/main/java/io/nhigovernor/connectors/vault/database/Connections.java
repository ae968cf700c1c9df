package io.nhigovernor.connectors.vault.database;

import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** Connections to PostgreSQL. A password is never part of an address or of a text about a failure. */
record Connections(Optional<Path> authorities) {
    private static final String SENT_AT_ONCE_SINCE = "9.0";
    private static final String JAVAS_OWN = "org.postgresql.ssl.DefaultJavaSSLFactory";

    /** What is asked or done over one connection. */
    @FunctionalInterface
    interface Use<T> {
        T with(Connection connection) throws SQLException;
    }

    /** @throws SQLException whose text is PostgreSQL's or the driver's; only its state may be told on */
    Connection open(DatabaseAddress address, String user, Secret password, String application, Deadline deadline)
            throws SQLException {
        var login = new Properties();
        login.setProperty("user", user);
        String text = password.use(bytes -> new String(bytes, StandardCharsets.UTF_8));
        login.setProperty("password", text);
        login.setProperty("ApplicationName", application);
        // Else the name is told only after the login, and the server's line about it is without.
        login.setProperty("assumeMinServerVersion", SENT_AT_ONCE_SINCE);
        var seconds = seconds(deadline.left());
        login.setProperty("loginTimeout", seconds);
        login.setProperty("connectTimeout", seconds);
        login.setProperty("socketTimeout", seconds);
        login.setProperty("socketFactory", OwnSockets.class.getName());
        tls(address, login);
        return DriverManager.getConnection("jdbc:postgresql://" + address, login);
    }

    private void tls(DatabaseAddress address, Properties login) {
        if (authorities.isPresent()) {
            login.setProperty("sslmode", "verify-full");
            login.setProperty("sslrootcert", authorities.get().toString());
        } else if (address.onThisMachine()) {
            login.setProperty("sslmode", "prefer");
        } else {
            login.setProperty("sslmode", "verify-full");
            login.setProperty("sslfactory", JAVAS_OWN);
        }
    }

    /** Whole ones, at least one. */
    private static String seconds(Duration left) {
        return Long.toString(Math.max(1, left.plusMillis(999).toSeconds()));
    }
}
