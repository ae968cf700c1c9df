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

    /** Puts complete material into its fields; all other fields stay as they are. */
    void write(Material material, ObjectNode fields) throws UnusableMaterialException;

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
