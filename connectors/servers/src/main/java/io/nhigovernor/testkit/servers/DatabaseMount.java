package io.nhigovernor.testkit.servers;

import java.util.HashMap;
import java.util.Map;

/** A mount of Vault's database engine, with one connection to a PostgreSQL and static roles in it. @param path without slashes */
public record DatabaseMount(VaultServer vault, String path) {
    private static final String CONNECTION = "orders";

    /** A year: passwords change when somebody asks for it. */
    private static final String SELDOM = "8760h";

    /** Where the hash of a password is made that Vault sets. At the server it costs, and each login with it, what {@code scram_iterations} says. */
    public enum Hashing {
        AT_VAULT,
        AT_THE_SERVER
    }

    /** As whom Vault changes the passwords of others. */
    public record Rotator(String user, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "Rotator[" + user + "]";
        }
    }

    /** Connects it; Vault tries the login at once. */
    public void connect(PostgresServer postgres, String database, Rotator rotator, Hashing hashing) {
        var connection = new HashMap<String, Object>();
        connection.put("plugin_name", vault.registerPostgresPlugin());
        connection.put("allowed_roles", "*");
        connection.put(
                "connection_url",
                "postgresql://{{username}}:{{password}}@" + postgres.address() + "/" + database + "?sslmode=disable");
        connection.put("username", rotator.user());
        connection.put("password", rotator.password());
        if (hashing == Hashing.AT_VAULT) {
            connection.put("password_authentication", "scram-sha-256");
        }
        vault.http().must(path + "/config/" + CONNECTION, connection);
    }

    /** Takes {@code user} of the database under Vault, which gives it a password of its own at once. */
    public void staticRole(String name, String user) {
        staticRole(name, user, SELDOM);
    }

    /** @param period after which Vault rotates by itself, in Vault's words: {@code 24h} */
    public void staticRole(String name, String user, String period) {
        vault.http()
                .must(
                        path + "/static-roles/" + name,
                        Map.of("db_name", CONNECTION, "username", user, "rotation_period", period));
    }

    public void rotate(String role) {
        vault.http().must(path + "/rotate-role/" + role, Map.of());
    }

    /** When Vault rotated it last, in Vault's words; empty if there is no such role. */
    public String rotation(String role) {
        return vault.http()
                .get(path + "/static-roles/" + role)
                .data()
                .path("last_vault_rotation")
                .asText();
    }

    /** The password that Vault hands out; empty if there is no such role. */
    public String password(String role) {
        return vault.http()
                .get(path + "/static-creds/" + role)
                .data()
                .path("password")
                .asText();
    }
}
