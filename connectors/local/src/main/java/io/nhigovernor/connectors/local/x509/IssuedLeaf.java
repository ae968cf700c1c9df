package io.nhigovernor.connectors.local.x509;

import java.time.Instant;

/**
 * A certificate as it was signed.
 *
 * @param serial hexadecimal
 * @param chain the leaf and the authority's certificate, PEM
 */
public record IssuedLeaf(String serial, String chain, Instant notBefore, Instant notAfter) {}
