package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.parts.accept.Evidence;
import io.nhigovernor.connectors.parts.keys.SharedSecret;
import io.nhigovernor.connectors.vault.accept.Register;
import io.nhigovernor.connectors.vault.approle.AppRole;
import io.nhigovernor.connectors.vault.approle.AppRoleVerifier;
import io.nhigovernor.connectors.vault.approle.TokenSweep;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.kv.SecretValue;
import io.nhigovernor.connectors.vault.kv.ValueForm;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Verifier;
import java.io.IOException;

/** A secret id of an AppRole: Vault itself verifies it, consumers read it in KV. */
final class AppRoleKind implements Kind {
    private final Vault vault;
    private final AppRoleVerifier verifier;

    AppRoleKind(Vault vault, AppRoleVerifier.Keeper keeper, AppRoleVerifier.Learning learning) {
        this.vault = vault;
        this.verifier = new AppRoleVerifier(
                this::role,
                vault::register,
                keeper,
                learning,
                Settings::revokesTokens,
                new TokenSweep(vault.gateway()),
                vault.key(),
                new AppRoleVerifier.Times(
                        vault.configuration().settle(), vault.configuration().probeTimeout()),
                vault.clock());
    }

    @Override
    public Verifier verifier() {
        return verifier;
    }

    @Override
    public Register register(Credential credential) {
        return vault.register(credential);
    }

    private AppRole role(Credential credential) {
        return new AppRole(
                vault.gateway(), Settings.mount(credential.verifier(), "approle"), Settings.role(credential));
    }

    @Override
    public ValueForm form(Credential credential) {
        return new SecretValue(vault.key(), Settings.field(credential, "secret_id"));
    }

    @Override
    public Material make() {
        return SharedSecret.make();
    }

    @Override
    public Adopted adopt(Credential credential, Material material, boolean fresh, Deadline deadline)
            throws IOException {
        var id = role(credential).adopt(credential.id(), material.secret(), fresh, deadline);
        return new Adopted(new Evidence.SecretId(id.accessor()), id.validity(), material.copy());
    }
}
