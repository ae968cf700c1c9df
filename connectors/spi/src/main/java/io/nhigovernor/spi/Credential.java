package io.nhigovernor.spi;

import java.util.List;

/**
 * One rotating thing. Several identities may hold the same credential; each of them is then a {@link Target} of its own.
 *
 * @param holders ids of the identities that present it, at least one
 * @param relyingParties the declared endpoints where it is presented
 */
public record Credential(
        String id,
        CredentialKind kind,
        List<String> holders,
        ConnectorSettings verifier,
        ConnectorSettings delivery,
        List<RelyingParty> relyingParties) {
    public Credential {
        Names.require("credential id", id);
        holders = List.copyOf(holders);
        relyingParties = List.copyOf(relyingParties);
        if (holders.isEmpty()) {
            throw new IllegalArgumentException("credential " + id + " has no holder");
        }
    }
}
