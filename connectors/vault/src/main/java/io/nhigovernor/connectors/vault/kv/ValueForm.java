package io.nhigovernor.connectors.vault.kv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import java.util.Optional;

/** How the material of one kind of credential lies in the fields of a secret that consumers read. */
public interface ValueForm {
    Fingerprint fingerprint(Material material) throws UnusableMaterialException;

    /** Whether consumers could use it: a key without its chain they cannot. */
    boolean complete(Material material);

    /** What complete material changes in the fields: null where one is taken away. All others stay as they are. */
    ObjectNode change(Material material) throws UnusableMaterialException;

    /** Puts complete material into its fields. */
    default void write(Material material, ObjectNode fields) throws UnusableMaterialException {
        change(material).properties().forEach(field -> {
            if (field.getValue().isNull()) {
                fields.remove(field.getKey());
            } else {
                fields.set(field.getKey(), field.getValue());
            }
        });
    }

    /** What the fields hold; empty if they hold no such material. The caller closes it. */
    Optional<Material> read(ObjectNode fields);

    /** Whether something lies where such material would, though perhaps nothing that {@link #read} understands. */
    boolean occupied(ObjectNode fields);

    /** The same of a secret's fields; empty if they hold no such material. */
    default Optional<Fingerprint> shown(ObjectNode fields) {
        try (var found = read(fields).orElse(null)) {
            return found == null ? Optional.empty() : Optional.of(fingerprint(found));
        } catch (UnusableMaterialException e) {
            return Optional.empty();
        }
    }
}
