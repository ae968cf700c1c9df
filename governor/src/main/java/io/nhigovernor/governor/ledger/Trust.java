package io.nhigovernor.governor.ledger;

import java.util.Optional;

/**
 * What the reader of an export knows from elsewhere.
 *
 * @param key the key it must be signed with
 * @param earlier a checkpoint seen before, which the ledger must have grown out of
 */
public record Trust(Optional<VerificationKey> key, Optional<SignedCheckpoint> earlier) {
    public static final Trust NOTHING = new Trust(Optional.empty(), Optional.empty());

    public static Trust pinned(VerificationKey key) {
        return new Trust(Optional.of(key), Optional.empty());
    }
}
