package io.nhigovernor.samples.estate.service;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** What a request brought: a header, or the certificate of its connection, and who says to be calling. Never printed. */
record Presented(
        Optional<String> authorization,
        Optional<X509Certificate> certificate,
        Optional<String> caller,
        Optional<String> probe) {
    @Override
    public String toString() {
        return "<presented>";
    }
}
