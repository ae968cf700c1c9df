package io.nhigovernor.governor.api;

import io.nhigovernor.spi.Names;
import java.util.Optional;
import java.util.Set;

/**
 * A named token. Its value is never kept, only the value's SHA-256.
 *
 * @param name the actor the ledger names
 * @param sha256 of the token's UTF-8 text, 64 lower-case hex digits
 * @param identities identities a signal token may report about; the entry {@code *} means all
 */
public record Token(String name, Set<Scope> scopes, String sha256, Set<String> identities) {
    public Token {
        Names.require("token name", name);
        if (reserved(name)) {
            throw new IllegalArgumentException("the ledger calls the governor itself, or a schedule, " + name);
        }
        scopes = Set.copyOf(scopes);
        identities = Set.copyOf(identities);
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a token's sha256 is 64 lower-case hex digits");
        }
        if (scopes.stream().filter(Scope.Signal.class::isInstance).count() > 1) {
            throw new IllegalArgumentException("a token reports for one source at most");
        }
    }

    /** Whether the ledger would take a token of this name for the governor itself or for a schedule. */
    public static boolean reserved(String name) {
        return name.equals("governor") || name.equals("schedule") || name.startsWith("schedule/");
    }

    /** The source it may report as. */
    public Optional<String> source() {
        return scopes.stream()
                .filter(Scope.Signal.class::isInstance)
                .map(scope -> ((Scope.Signal) scope).source())
                .findFirst();
    }
}
