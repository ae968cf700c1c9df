package io.nhigovernor.connectors.vault.logins;

import io.nhigovernor.connectors.vault.database.DatabaseVerifier.Learning;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which generation of whose credential a role of the database stands for. A generation that was retired is remembered until its role
 * stands for another one: who still tries to log in with it should be seen.
 */
public final class KnownRoles implements Learning {
    private final boolean listening;
    private final Map<String, Known> roles = new ConcurrentHashMap<>();

    /** @param generation that the role stands for now, or stood for last */
    record Known(Credential credential, Fingerprint generation) {
        /** Of several holders nobody can tell which one logs in as the role that they share. */
        Optional<String> holder() {
            return credential.holders().size() == 1
                    ? Optional.of(credential.holders().getFirst())
                    : Optional.empty();
        }
    }

    /** @param listening whether there is a log that is read */
    public KnownRoles(boolean listening) {
        this.listening = listening;
    }

    @Override
    public boolean listens() {
        return listening;
    }

    @Override
    public void learn(Credential credential, Map<String, Fingerprint> usernames) {
        usernames.forEach((username, generation) -> roles.put(username, new Known(credential, generation)));
    }

    Optional<Known> of(String username) {
        return Optional.ofNullable(roles.get(username));
    }
}
