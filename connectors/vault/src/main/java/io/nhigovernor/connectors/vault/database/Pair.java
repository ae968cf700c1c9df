package io.nhigovernor.connectors.vault.database;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The two roles that take turns.
 *
 * @param roleA Vault's name of one; the first one where nothing was delivered yet
 * @param probe SQL that must run for whoever uses them; empty: logging in is enough
 * @param minRotationPeriod Vault must not change their passwords by itself more often than that
 */
public record Pair(String mount, String roleA, String roleB, Optional<String> probe, Duration minRotationPeriod) {
    /** Shorter than that, and Vault would change a password in the middle of a plan. */
    public static final Duration MIN_ROTATION_PERIOD = Duration.ofDays(30);

    List<String> roles() {
        return List.of(roleA, roleB);
    }

    boolean has(String role) {
        return roles().contains(role);
    }

    String other(String role) {
        return role.equals(roleA) ? roleB : roleA;
    }
}
