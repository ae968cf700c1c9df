package io.nhigovernor.connectors.vault.database;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.connectors.parts.keys.SharedSecret;
import io.nhigovernor.connectors.parts.keys.StoreKey;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.connectors.vault.kv.ValueForm;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which role consumers use, never its password: they ask Vault for that by the role's name. Beside it lies which generation that is: its
 * random label, sealed to the role, so that a role changed by hand does not pass for the generation that was delivered.
 */
public record RoleValue(StoreKey key) implements ValueForm {
    static final String ROLE = "static_role";
    static final String USERNAME = "username";
    static final String GENERATION = "generation";

    @Override
    public Fingerprint fingerprint(Material material) throws UnusableMaterialException {
        return SharedSecret.fingerprint(material, key);
    }

    @Override
    public boolean complete(Material material) {
        return material.publicPart().flatMap(PairedRole::of).isPresent();
    }

    @Override
    public ObjectNode change(Material material) throws UnusableMaterialException {
        var role = material.publicPart()
                .flatMap(PairedRole::of)
                .orElseThrow(() -> new UnusableMaterialException("no role is known for it yet"));
        String label = material.secret().use(bytes -> new String(bytes, StandardCharsets.UTF_8));
        return VaultGateway.object()
                .put(ROLE, role.role())
                .put(USERNAME, role.username().orElse(null))
                .put(GENERATION, label + "." + seal(label, role));
    }

    private String seal(String label, PairedRole role) {
        return key.digest((label + "\n" + role.text()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<Material> read(ObjectNode fields) {
        var name = fields.path(ROLE);
        if (!name.isTextual() || name.asText().isBlank() || name.asText().contains("\n")) {
            return Optional.empty();
        }
        var role = new PairedRole(
                name.asText(),
                Optional.of(fields.path(USERNAME).asText()).filter(text -> !text.isEmpty() && !text.contains("\n")));
        var text = fields.path(GENERATION).asText();
        int dot = text.lastIndexOf('.');
        boolean ours = dot > 0 && text.substring(dot + 1).equals(seal(text.substring(0, dot), role));
        // What the governor did not write is named by its role alone.
        var label = ours ? text.substring(0, dot) : ROLE + "=" + role.role();
        return Optional.of(
                new Material(Secret.copyOf(label.getBytes(StandardCharsets.UTF_8)), Optional.of(role.text())));
    }

    @Override
    public boolean occupied(ObjectNode fields) {
        return fields.hasNonNull(ROLE);
    }
}
