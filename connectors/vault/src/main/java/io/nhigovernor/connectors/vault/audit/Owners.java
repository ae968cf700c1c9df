package io.nhigovernor.connectors.vault.audit;

import java.util.Optional;

/** Whose a role is, where it is one identity's alone. */
@FunctionalInterface
public interface Owners {
    /** @param mount without a slash at its end, such as {@code auth/approle} */
    Optional<Owner> of(String mount, String role);

    record Owner(String identity, Optional<String> credential) {}
}
