package io.nhigovernor.connectors.vault;

import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.testkit.servers.DatabaseMount;
import io.nhigovernor.testkit.servers.DatabaseMount.Hashing;
import io.nhigovernor.testkit.servers.DatabaseMount.Rotator;
import io.nhigovernor.testkit.servers.PostgresServer;
import io.nhigovernor.testkit.servers.VaultServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two roles of a real PostgreSQL that take turns, as the page tells to make them, and the static roles {@code orders-a} and
 * {@code orders-b} of a database mount of their own. Neither Vault nor the governor is a superuser there.
 */
final class PostgresPair {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String PASSWORD = "only-for-tests";

    final PostgresServer postgres;
    final VaultServer vault;
    final DatabaseMount mount;
    final String owner;
    final String userA;
    final String userB;
    final String governor;

    PostgresPair(PostgresServer postgres, VaultServer vault) throws SQLException {
        this.postgres = postgres;
        this.vault = vault;
        int number = NUMBER.incrementAndGet();
        owner = "orders_owner_" + number;
        userA = "orders_a_" + number;
        userB = "orders_b_" + number;
        governor = "nhi_governor_" + number;
        var rotator = "vault_" + number;
        sql("CREATE ROLE " + owner + " NOLOGIN");
        for (var user : List.of(userA, userB)) {
            sql("CREATE ROLE " + user + " LOGIN IN ROLE " + owner);
            sql("ALTER ROLE " + user + " SET role = '" + owner + "'");
        }
        for (var administrator : List.of(governor, rotator)) {
            sql("CREATE ROLE " + administrator + " LOGIN CREATEROLE PASSWORD '" + PASSWORD + "'");
            sql("GRANT " + userA + ", " + userB + " TO " + administrator
                    + " WITH ADMIN TRUE, INHERIT FALSE, SET FALSE");
        }
        mount = new DatabaseMount(vault, vault.mount("database"));
        mount.connect(postgres, PostgresServer.DATABASE, new Rotator(rotator, PASSWORD), Hashing.AT_VAULT);
        mount.staticRole("orders-a", userA);
        mount.staticRole("orders-b", userB);
    }

    void sql(String statement) throws SQLException {
        try (var connection = postgres.connect();
                var running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    RelyingParty party() {
        return new RelyingParty("orders-db", URI.create("postgresql://" + postgres.address() + "/postgres"));
    }

    /** The keys of the connector's section. */
    Map<String, String> section(Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("database-password"), PASSWORD + "\n");
        return Map.of(
                "databaseUrl",
                "postgresql://" + postgres.address() + "/postgres",
                "databaseUser",
                governor,
                "databasePasswordFile",
                file.toString());
    }

    Connection connect(String user, String password) throws SQLException {
        return postgres.connect(PostgresServer.DATABASE, user, password);
    }

    /** Vault lets go of its connections. */
    void close() {
        vault.http().delete("sys/mounts/" + mount.path());
    }
}
