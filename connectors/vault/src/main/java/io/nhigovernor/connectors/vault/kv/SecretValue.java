package io.nhigovernor.connectors.vault.kv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.connectors.parts.keys.SharedSecret;
import io.nhigovernor.connectors.parts.keys.StoreKey;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A shared secret as text in one field. */
public record SecretValue(StoreKey key, String field) implements ValueForm {
    @Override
    public Fingerprint fingerprint(Material material) throws UnusableMaterialException {
        return SharedSecret.fingerprint(material, key);
    }

    @Override
    public boolean complete(Material material) {
        return true;
    }

    @Override
    public ObjectNode change(Material material) {
        String text = material.secret().use(bytes -> new String(bytes, StandardCharsets.UTF_8));
        return VaultGateway.object().put(field, text);
    }

    @Override
    public Optional<Material> read(ObjectNode fields) {
        var text = fields.path(field);
        if (!text.isTextual() || text.asText().isEmpty()) {
            return Optional.empty();
        }
        var bytes = text.asText().getBytes(StandardCharsets.UTF_8);
        try {
            return Optional.of(Material.ofSecret(Secret.copyOf(bytes)));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public boolean occupied(ObjectNode fields) {
        return !fields.path(field).asText().isEmpty() || fields.path(field).isContainerNode();
    }
}
