package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.parts.keys.SharedSecret;
import io.nhigovernor.connectors.vault.accept.Register;
import io.nhigovernor.connectors.vault.database.DatabaseVerifier;
import io.nhigovernor.connectors.vault.database.PairAdoption;
import io.nhigovernor.connectors.vault.database.RoleValue;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.kv.ValueForm;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.Verifier;
import java.io.IOException;

/** A pair of static roles: a database verifies it, consumers read in KV which of the two they ask Vault for. */
final class DatabaseKind implements Kind {
    private final Vault vault;
    private final DatabaseVerifier verifier;

    DatabaseKind(Vault vault, DatabaseVerifier.Learning learning) {
        this.vault = vault;
        this.verifier = new DatabaseVerifier(
                this::order,
                vault::register,
                vault.key(),
                new DatabaseVerifier.Times(
                        vault.configuration().settle(), vault.configuration().probeTimeout()),
                learning,
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

    private DatabaseVerifier.Order order(Credential credential) {
        return new DatabaseVerifier.Order(
                vault.gateway(),
                DatabaseSettings.pair(credential.verifier()),
                vault.configuration().database());
    }

    @Override
    public ValueForm form(Credential credential) {
        return new RoleValue(vault.key());
    }

    /** A label: the password is made by Vault, and stays there. */
    @Override
    public Material make() {
        return SharedSecret.make();
    }

    @Override
    public Adopted adopt(Credential credential, Material material, boolean fresh, Deadline deadline)
            throws IOException {
        var adoption = new PairAdoption(order(credential));
        var role = fresh ? adoption.first(deadline) : adoption.found(material, deadline);
        return new Adopted(role, Validity.UNLIMITED, fresh ? material.joinedWith(role.text()) : material.copy());
    }
}
