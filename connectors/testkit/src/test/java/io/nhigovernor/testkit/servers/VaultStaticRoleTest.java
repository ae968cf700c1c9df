package io.nhigovernor.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
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
        var mount = new DatabaseMount(vault, vault.mount("database"));
        var rotator = new DatabaseMount.Rotator(PostgresServer.SUPERUSER, postgres.password());
        mount.connect(postgres, PostgresServer.DATABASE, rotator, DatabaseMount.Hashing.AT_VAULT);
        mount.staticRole("reports", "reports", "24h");
        String before = mount.password("reports");
        login(postgres, before);

        mount.rotate("reports");

        String after = mount.password("reports");
        assertThat(after).isNotEqualTo(before);
        login(postgres, after);
        assertThatThrownBy(() -> login(postgres, before)).isInstanceOf(SQLException.class);
    }

    private static void login(PostgresServer postgres, String password) throws SQLException {
        postgres.connect(PostgresServer.DATABASE, "reports", password).close();
    }
}
