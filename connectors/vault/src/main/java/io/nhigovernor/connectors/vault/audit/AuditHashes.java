package io.nhigovernor.connectors.vault.audit;

import io.nhigovernor.spi.Fingerprint;
import java.util.Optional;

/**
 * What our own values look like in a device's log, as {@code sys/audit-hash} says. Each device hashes with a salt of its own. Asked
 * on the reading thread for every failed login: answers from memory.
 */
public interface AuditHashes {
    /** Whose secret-id this is. */
    Optional<KnownSecret> secret(String device, String hash);

    /** The role's name. A failed login names its role only by the hash of the role-id. */
    Optional<String> role(String device, String mount, String hash);

    /**
     * @param owner as {@link Owners} would say; none when several identities share the secret-id
     */
    record KnownSecret(Optional<Owners.Owner> owner, Fingerprint generation, Standing standing) {}

    /** What a generation is at the moment. */
    enum Standing {
        PRIOR,
        CANDIDATE,
        OTHER
    }

    /** Nothing is known. */
    static AuditHashes none() {
        return new AuditHashes() {
            @Override
            public Optional<KnownSecret> secret(String device, String hash) {
                return Optional.empty();
            }

            @Override
            public Optional<String> role(String device, String mount, String hash) {
                return Optional.empty();
            }
        };
    }
}
