package io.nhigovernor.connectors.vault;

import io.nhigovernor.spi.RelyingParty;
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
    final String mount;
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
        mount = vault.mount("database");
        vault.http()
                .must(
                        mount + "/config/orders",
                        Map.of(
                                "plugin_name",
                                vault.registerPostgresPlugin(),
                                "allowed_roles",
                                "*",
                                "connection_url",
                                "postgresql://{{username}}:{{password}}@" + postgres.address() + "/"
                                        + PostgresServer.DATABASE + "?sslmode=disable",
                                "username",
                                rotator,
                                "password",
                                PASSWORD,
                                "password_authentication",
                                "scram-sha-256"));
        staticRole("orders-a", userA, "8760h");
        staticRole("orders-b", userB, "8760h");
    }

    void staticRole(String name, String user, String period) {
        vault.http()
                .must(
                        mount + "/static-roles/" + name,
                        Map.of("db_name", "orders", "username", user, "rotation_period", period));
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

    void rotate(String role) {
        vault.http().must(mount + "/rotate-role/" + role, Map.of());
    }

    String rotation(String role) {
        return vault.http()
                .get(mount + "/static-roles/" + role)
                .data()
                .path("last_vault_rotation")
                .asText();
    }

    String password(String role) {
        return vault.http()
                .get(mount + "/static-creds/" + role)
                .data()
                .path("password")
                .asText();
    }

    Connection connect(String user, String password) throws SQLException {
        return postgres.connect(PostgresServer.DATABASE, user, password);
    }

    /** Vault lets go of its connections. */
    void close() {
        vault.http().delete("sys/mounts/" + mount);
    }
}
