package io.nhigovernor.connectors.vault.logins;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * One line of PostgreSQL's log ({@code jsonlog}, its documentation §19.8.5), as far as logins go. Empty text stands for what the line
 * does not have.
 *
 * @param at when the server wrote it
 * @param session unlike any other session's of this server
 * @param state SQLSTATE, five characters
 * @param message the server's sentence, cut if it is very long; what clients sent may be in it
 * @param application as the client calls itself; known only once the server let it in
 */
record ServerLine(
        Instant at,
        String session,
        String user,
        String database,
        OptionalInt remotePort,
        String severity,
        String state,
        String message,
        String application) {
    boolean fatal() {
        return severity.equals("FATAL") || severity.equals("PANIC");
    }
}
