package io.nhigovernor.governor.intake;

import java.util.Map;
import java.util.Optional;

/**
 * One request as it came off the wire.
 *
 * @param attributes the {@code ce-*} headers without their prefix, names in lower case, values percent-decoded
 */
public record Envelope(
        Optional<String> contentType, Optional<String> contentEncoding, Map<String, String> attributes, byte[] body) {
    public Envelope {
        attributes = Map.copyOf(attributes);
    }
}
