package io.nhigovernor.connectors.vault.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where Vault is and how it is trusted.
 *
 * @param authorities PEM bundle that its certificate must lead to; the JDK's own if absent
 * @param identity client certificate, for a Vault that asks for one
 */
public record Endpoint(
        URI address, Optional<String> namespace, Optional<Path> authorities, Optional<Identity> identity) {
    /** Both PEM; the key as PKCS#8. */
    public record Identity(Path chain, Path key) {}
}
