package io.nhigovernor.connectors.vault.database;

import java.sql.SQLException;

/** What the five characters mean that PostgreSQL puts beside each error (its documentation, appendix A). */
final class SqlStates {
    private static final String INVALID_PASSWORD = "28P01";
    private static final String INVALID_AUTHORIZATION = "28000";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private SqlStates() {}

    static String of(SQLException failure) {
        return failure.getSQLState() == null ? "none" : failure.getSQLState();
    }

    /** Of a login: the wrong password, a role that may not log in (or does not exist), or not to this database. */
    static boolean deniesLogin(SQLException failure) {
        var state = of(failure);
        return state.equals(INVALID_PASSWORD)
                || state.equals(INVALID_AUTHORIZATION)
                || state.equals(INSUFFICIENT_PRIVILEGE);
    }

    /** The connection broke (08), the server is ending, or ended the session (57P), or the driver cannot say. */
    static boolean broke(SQLException failure) {
        var state = of(failure);
        return state.startsWith("08") || state.startsWith("57P") || state.equals("none");
    }

    /** The server is overloaded (53), or the change met another one (40, 55; XX000 "tuple concurrently updated"). */
    static boolean passes(SQLException failure) {
        var state = of(failure);
        return state.startsWith("53") || state.startsWith("40") || state.startsWith("55") || state.equals("XX000");
    }
}
