package io.nhigovernor.connectors.parts.probe;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who we are in a TLS handshake.
 *
 * @param chain leaf first
 */
public record ClientIdentity(PrivateKey key, List<X509Certificate> chain) {
    @Override
    public String toString() {
        return "<client identity>";
    }
}
