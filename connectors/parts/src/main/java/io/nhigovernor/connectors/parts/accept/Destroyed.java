package io.nhigovernor.connectors.parts.accept;

import io.nhigovernor.spi.Fingerprint;
import java.util.Optional;

/**
 * The memory of a destroyed generation, so that it is never admitted again.
 *
 * @param serial of a certificate, hexadecimal, for the revocation list
 */
public record Destroyed(Fingerprint fingerprint, String intent, Optional<String> attempt, Optional<String> serial) {}
