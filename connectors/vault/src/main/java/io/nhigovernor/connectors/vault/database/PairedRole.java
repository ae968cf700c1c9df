package io.nhigovernor.connectors.vault.database;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What consumers are told: the public part of a generation.
 *
 * @param role whose {@code static-creds} they read
 * @param username as whom they log in; empty where only Vault's answer says it
 */
record PairedRole(String role, Optional<String> username) {
    private static final Pattern TEXT = Pattern.compile("role=([^\n]+)\n(?:username=([^\n]+)\n)?");

    /** Empty if it is no such text. */
    static Optional<PairedRole> of(String text) {
        return Optional.of(TEXT.matcher(text))
                .filter(Matcher::matches)
                .map(found -> new PairedRole(found.group(1), Optional.ofNullable(found.group(2))));
    }

    String text() {
        return "role=" + role + "\n"
                + username.map(name -> "username=" + name + "\n").orElse("");
    }
}
