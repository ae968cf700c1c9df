package io.nhigovernor.connectors.vault.kv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Secret;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A generation kept by the governor, whatever becomes of the secret that consumers read. Closing wipes the material.
 *
 * @param attempt empty for one that was there before the governor
 */
public record KeptValue(Fingerprint fingerprint, Optional<String> attempt, Material material) implements AutoCloseable {
    ObjectNode json() {
        var json = VaultGateway.object();
        json.put("fingerprint", fingerprint.value());
        attempt.ifPresent(value -> json.put("attempt", value));
        json.put("secret", material.secret().use(Base64.getEncoder()::encodeToString));
        material.publicPart().ifPresent(value -> json.put("publicPart", value));
        return json;
    }

    /** Empty if this is no kept value. */
    static Optional<KeptValue> of(ObjectNode json) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(json.path("secret").asText());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        try {
            var fingerprint = json.path("fingerprint").asText();
            return bytes.length == 0 || fingerprint.isBlank()
                    ? Optional.empty()
                    : Optional.of(new KeptValue(
                            new Fingerprint(fingerprint),
                            text(json, "attempt"),
                            new Material(Secret.copyOf(bytes), text(json, "publicPart"))));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Optional<String> text(ObjectNode json, String field) {
        return Optional.ofNullable(json.get(field)).map(node -> node.asText());
    }

    @Override
    public void close() {
        material.close();
    }

    @Override
    public String toString() {
        return "kept " + fingerprint;
    }
}
