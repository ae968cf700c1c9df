package io.nhigovernor.samples.estate.vault;

import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.testkit.servers.DatabaseMount;
import io.nhigovernor.testkit.servers.DatabaseMount.Hashing;
import io.nhigovernor.testkit.servers.DatabaseMount.Rotator;
import io.nhigovernor.testkit.servers.PostgresServer;
import io.nhigovernor.testkit.servers.VaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What a team's PostgreSQL holds before a governor comes: two databases, a pair of roles for each consumer that its Vault keeps the passwords
 * of, and neither Vault nor the governor as a superuser. Who may reach the second database stands in {@code pg_hba.conf}, name by name,
 * where nobody who compares roles sees it; and nobody wrote the second role of any pair there.
 */
public final class TeamDatabase {
    /** What consumers declare, and all may connect to. */
    public static final String ORDERS = "orders";

    /** What some consumers really use. */
    public static final String HISTORY = "history";

    /** The governor's own user. */
    public static final String GOVERNOR = "nhi_governor";

    private static final String ROTATOR = "vault_rotator";
    private static final String OWNER = "orders_owner";
    private static final int PASSWORD_BYTES = 24;

    private final PostgresServer postgres;
    private final VaultServer vault;
    private final SecureRandom random = new SecureRandom();

    public TeamDatabase(PostgresServer postgres, VaultServer vault) {
        this.postgres = postgres;
        this.vault = vault;
    }

    /** The name that the database has for a static role. */
    static String username(String role) {
        return role.replace('-', '_');
    }

    /** @return the password of {@link #GOVERNOR} */
    public String prepare(List<Credential> credentials) throws SQLException, IOException {
        var pairs = credentials.stream()
                .filter(credential -> credential.kind() == CredentialKind.DATABASE)
                .map(TeamDatabase::pair)
                .toList();
        var governors = password();
        var rotators = password();
        try (var connection = postgres.connect();
                var sql = connection.createStatement()) {
            // A login of a demonstration should not cost what one costs whom somebody attacks.
            sql.execute("ALTER SYSTEM SET scram_iterations = 256");
            sql.execute("SELECT pg_reload_conf()");
            sql.execute("CREATE DATABASE " + ORDERS);
            sql.execute("CREATE DATABASE " + HISTORY);
            sql.execute("CREATE ROLE " + OWNER + " NOLOGIN");
            administrator(sql, GOVERNOR, governors);
            administrator(sql, ROTATOR, rotators);
            for (var pair : pairs) {
                for (var role : pair) {
                    var user = username(role);
                    sql.execute("CREATE ROLE " + user + " LOGIN IN ROLE " + OWNER);
                    sql.execute("GRANT " + user + " TO " + GOVERNOR + ", " + ROTATOR
                            + " WITH ADMIN TRUE, INHERIT FALSE, SET FALSE");
                }
            }
            admit(sql, pairs);
        }
        vault.http().must("sys/mounts/database", Map.of("type", "database"));
        var mount = new DatabaseMount(vault, "database");
        mount.connect(postgres, ORDERS, new Rotator(ROTATOR, rotators), Hashing.AT_THE_SERVER);
        pairs.forEach(pair -> pair.forEach(role -> mount.staticRole(role, username(role))));
        return governors;
    }

    private static List<String> pair(Credential credential) {
        var settings = credential.verifier();
        return List.of(TeamVault.setting(settings, "roleA"), TeamVault.setting(settings, "roleB"));
    }

    private static void administrator(Statement sql, String name, String password) throws SQLException {
        sql.execute("CREATE ROLE " + name + " LOGIN CREATEROLE PASSWORD '" + password + "'");
    }

    /** The first role of each pair, which is all there was when somebody wrote this. */
    private static void admit(Statement sql, List<List<String>> pairs) throws SQLException, IOException {
        Path file;
        try (var row = sql.executeQuery("SHOW hba_file")) {
            row.next();
            file = Path.of(row.getString(1));
        }
        var rules = new StringBuilder();
        pairs.forEach(pair -> rules.append("host ")
                .append(HISTORY)
                .append(' ')
                .append(username(pair.getFirst()))
                .append(" 127.0.0.1/32 scram-sha-256\n"));
        rules.append("host ").append(HISTORY).append(" all all reject\n");
        Files.writeString(file, rules + Files.readString(file));
        sql.execute("SELECT pg_reload_conf()");
    }

    private String password() {
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
