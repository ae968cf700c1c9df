package io.nhigovernor.connectors.vault.pki;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a certificate is asked to say.
 *
 * @param altNames host names, and mail addresses (recognised by their {@code @})
 * @param lifetime the role's own if absent; Vault cuts it to what role, mount and issuer allow
 */
public record Subject(String commonName, List<String> altNames, List<String> uriSans, Optional<Duration> lifetime) {
    public Subject {
        altNames = List.copyOf(altNames);
        uriSans = List.copyOf(uriSans);
    }
}
