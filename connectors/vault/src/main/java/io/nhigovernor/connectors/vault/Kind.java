package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.parts.accept.Evidence;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.vault.accept.Register;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.kv.ValueForm;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.Verifier;
import java.io.IOException;

/** What differs between the kinds of credential that the Vault connector handles. */
interface Kind {
    Verifier verifier();

    /** Where it is written which generations are accepted: for services to read, or for the governor alone. */
    Register register(Credential credential);

    /** How its material lies in the secret that consumers read. */
    ValueForm form(Credential credential);

    /** Fresh material as a governor would bring it. The caller closes it. */
    Material make();

    /**
     * Takes under the governor what is accepted already, or makes it so.
     *
     * @param fresh whether nobody can know this material yet
     * @throws IOException if Vault does not accept it, or cannot be asked
     */
    Adopted adopt(Credential credential, Material material, boolean fresh, Deadline deadline)
            throws IOException, UnusableMaterialException;

    /** @param material as it is delivered: with its chain, if it got one */
    record Adopted(Evidence evidence, Validity validity, Material material) {}
}
