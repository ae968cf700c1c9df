package io.nhigovernor.connectors.vault.database;

import io.nhigovernor.connectors.vault.gateway.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A login of the governor's own, which changes nothing. */
public record OwnVisit(DatabaseLogin login) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** If it fails, the log has nothing to tell, and that is seen. */
    public void once() {
        new Roles(Optional.of(login)).states(List.of(login.user()), Deadline.in(PATIENCE));
    }

    /** Whether a session that calls itself so is the governor's, or one of its probes. */
    public static boolean isOurs(String application) {
        // What follows in the line of a server before version 18 is its word on TLS.
        return application.equals(Roles.APPLICATION) || application.startsWith(Roles.APPLICATION + " ");
    }
}
