package io.nhigovernor.connectors.vault.database;

import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The roles of one PostgreSQL server, as the governor's own login there sees and switches them. */
final class Roles {
    /** How the governor's sessions call themselves. */
    static final String APPLICATION = "nhi-governor";

    /** How its probes call themselves; they are nobody's use of a role. */
    static final String PROBE = "nhi-governor probe";

    private static final byte NEWLINE = '\n';

    private final Optional<DatabaseLogin> configured;

    /** @param configured without it nothing is answered but why not */
    Roles(Optional<DatabaseLogin> configured) {
        this.configured = configured;
    }

    /** Empty if there is no such role. */
    Told<Optional<Standing>> standing(String role, Deadline deadline) {
        return asked("reading the role " + role, deadline, connection -> standing(connection, role));
    }

    private static Optional<Standing> standing(Connection connection, String role) throws SQLException {
        try (var query = connection.prepareStatement("""
                SELECT rolcanlogin, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolconnlimit,
                       CASE WHEN isfinite(rolvaliduntil) THEN extract(epoch FROM rolvaliduntil)::bigint END AS until
                FROM pg_catalog.pg_roles
                WHERE rolname = ?
                """)) {
            query.setString(1, role);
            try (var rows = query.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                var attributes = new TreeMap<String, String>();
                for (var name : List.of(
                        "rolsuper",
                        "rolinherit",
                        "rolcreaterole",
                        "rolcreatedb",
                        "rolreplication",
                        "rolbypassrls",
                        "rolconnlimit")) {
                    attributes.put(name, rows.getString(name));
                }
                return Optional.of(new Standing(
                        rows.getBoolean("rolcanlogin"),
                        until(rows),
                        attributes,
                        names(connection, role, """
                                SELECT parent.rolname || ' (admin ' || m.admin_option || ', inherit ' || m.inherit_option
                                       || ', set ' || m.set_option || ')'
                                FROM pg_catalog.pg_auth_members m
                                JOIN pg_catalog.pg_roles parent ON parent.oid = m.roleid
                                JOIN pg_catalog.pg_roles r ON r.oid = m.member
                                WHERE r.rolname = ?
                                """),
                        names(connection, role, """
                                SELECT one || ' in ' || coalesce(d.datname, 'every database')
                                FROM pg_catalog.pg_db_role_setting s
                                JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
                                LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
                                CROSS JOIN unnest(s.setconfig) AS one
                                WHERE r.rolname = ?
                                """),
                        names(connection, role, """
                                SELECT CASE s.deptype WHEN 'o' THEN 'owned: ' WHEN 'a' THEN 'granted: ' ELSE 'in a policy: ' END
                                       || s.classid::regclass || ' ' || s.objid
                                       || ' in ' || coalesce(d.datname, 'every database')
                                FROM pg_catalog.pg_shdepend s
                                JOIN pg_catalog.pg_roles r ON r.oid = s.refobjid
                                LEFT JOIN pg_catalog.pg_database d ON d.oid = s.dbid
                                WHERE r.rolname = ? AND s.refclassid = 'pg_catalog.pg_authid'::regclass
                                  AND s.deptype IN ('o', 'a', 'r')
                                  AND s.classid <> 'pg_catalog.pg_auth_members'::regclass
                                """)));
            }
        }
    }

    /** Whether a role may log in, and until when. */
    record State(boolean login, Optional<Instant> until) {}

    /** By name; a role that does not exist is not among them. */
    Told<Map<String, State>> states(Collection<String> roles, Deadline deadline) {
        return asked("reading the roles " + String.join(", ", roles), deadline, connection -> {
            var states = new TreeMap<String, State>();
            try (var query = connection.prepareStatement("""
                    SELECT rolname, rolcanlogin,
                           CASE WHEN isfinite(rolvaliduntil) THEN extract(epoch FROM rolvaliduntil)::bigint END AS until
                    FROM pg_catalog.pg_roles
                    WHERE rolname = ANY (?)
                    """)) {
                query.setArray(1, connection.createArrayOf("text", roles.toArray()));
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        states.put(rows.getString("rolname"), new State(rows.getBoolean("rolcanlogin"), until(rows)));
                    }
                }
            }
            return states;
        });
    }

    private static Optional<Instant> until(ResultSet rows) throws SQLException {
        return Optional.ofNullable(rows.getObject("until", Long.class)).map(Instant::ofEpochSecond);
    }

    private static TreeSet<String> names(Connection connection, String role, String sql) throws SQLException {
        var names = new TreeSet<String>();
        try (var query = connection.prepareStatement(sql)) {
            query.setString(1, role);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** The sessions of a role that are open now, but for the governor's own probes. */
    Told<List<Sessions>> sessions(String role, Deadline deadline) {
        return asked("listing the sessions of " + role, deadline, connection -> {
            var found = new ArrayList<Sessions>();
            try (var query = connection.prepareStatement("""
                    SELECT count(*), coalesce(application_name, ''), coalesce(host(client_addr), 'not told')
                    FROM pg_catalog.pg_stat_activity
                    WHERE usename = ? AND NOT starts_with(coalesce(application_name, ''), ?)
                    GROUP BY 2, 3
                    ORDER BY 1 DESC, 2, 3
                    """)) {
                query.setString(1, role);
                query.setString(2, PROBE);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(new Sessions(rows.getLong(1), rows.getString(2), rows.getString(3)));
                    }
                }
            }
            return found;
        });
    }

    /** Lets a role log in, or no more; sessions that are open stay open. Repeating it changes nothing. */
    Told<Boolean> allow(String role, boolean login, Deadline deadline) {
        return asked((login ? "LOGIN" : "NOLOGIN") + " of the role " + role, deadline, connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("ALTER ROLE " + quoted(role) + (login ? " LOGIN" : " NOLOGIN"));
                return true;
            }
        });
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private <T> Told<T> asked(String doing, Deadline deadline, Connections.Use<T> use) {
        if (configured.isEmpty()) {
            return Told.failed(
                    new Trouble.Refused(
                            doing
                                    + ": databaseUrl is missing in the section of connector vault, so the governor has no login there"));
        }
        var login = configured.get();
        Connection connection;
        try (var password = password(login)) {
            connection = new Connections(login.authorities())
                    .open(login.address(), login.user(), password, APPLICATION, deadline);
        } catch (IOException e) {
            return Told.failed(
                    new Trouble.Refused(doing + ": the file of the governor's database password is not readable"));
        } catch (SQLException e) {
            return Told.failed(unopened(doing, login, e));
        }
        try (connection) {
            return Told.known(use.with(connection));
        } catch (SQLException e) {
            return Told.failed(broken(doing, e));
        }
    }

    private static Trouble unopened(String doing, DatabaseLogin login, SQLException failure) {
        return SqlStates.deniesLogin(failure)
                ? new Trouble.Refused(doing + ": the database at " + login.address() + " does not let " + login.user()
                        + " in (" + SqlStates.of(failure) + ")")
                : Trouble.away(doing + ": the database at " + login.address() + " cannot be reached ("
                        + SqlStates.of(failure) + ")");
    }

    private static Trouble broken(String doing, SQLException failure) {
        var reason = doing + ": the database answered " + SqlStates.of(failure);
        if (SqlStates.broke(failure)) {
            return new Trouble.Lost(reason);
        }
        return SqlStates.passes(failure) ? Trouble.away(reason) : new Trouble.Refused(reason);
    }

    /** Without the newline at its end, if it has one. */
    private static Secret password(DatabaseLogin login) throws IOException {
        var bytes = Files.readAllBytes(login.passwordFile());
        int length = bytes.length > 0 && bytes[bytes.length - 1] == NEWLINE ? bytes.length - 1 : bytes.length;
        var text = Arrays.copyOf(bytes, length);
        try {
            return Secret.copyOf(text);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }
}
