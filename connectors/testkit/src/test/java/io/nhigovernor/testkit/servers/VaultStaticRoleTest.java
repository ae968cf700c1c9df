package io.nhigovernor.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Three real processes together: Vault, its PostgreSQL plugin, and PostgreSQL. */
class VaultStaticRoleTest {
    @Test
    void aRotatedStaticRoleLogsInWithTheNewPasswordOnly() throws SQLException {
        var postgres = Servers.sharedPostgres();
        var vault = Servers.sharedVault();
        try (var connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE ROLE reports LOGIN PASSWORD 'first'");
        }
        String mount = vault.mount("database");
        vault.http()
                .must(
                        mount + "/config/estate",
                        Map.of(
                                "plugin_name",
                                vault.registerPostgresPlugin(),
                                "allowed_roles",
                                "*",
                                "connection_url",
                                "postgresql://{{username}}:{{password}}@" + postgres.address() + "/"
                                        + PostgresServer.DATABASE + "?sslmode=disable",
                                "username",
                                PostgresServer.SUPERUSER,
                                "password",
                                postgres.password(),
                                "password_authentication",
                                "scram-sha-256"));
        vault.http()
                .must(
                        mount + "/static-roles/reports",
                        Map.of("db_name", "estate", "username", "reports", "rotation_period", "24h"));
        String before = password(vault, mount);
        login(postgres, before);

        vault.http().must(mount + "/rotate-role/reports", Map.of());

        String after = password(vault, mount);
        assertThat(after).isNotEqualTo(before);
        login(postgres, after);
        assertThatThrownBy(() -> login(postgres, before)).isInstanceOf(SQLException.class);
    }

    private static String password(VaultServer vault, String mount) {
        return vault.http()
                .get(mount + "/static-creds/reports")
                .data()
                .path("password")
                .asText();
    }

    private static void login(PostgresServer postgres, String password) throws SQLException {
        postgres.connect(PostgresServer.DATABASE, "reports", password).close();
    }
}
