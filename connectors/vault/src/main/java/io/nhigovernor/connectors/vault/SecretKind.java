package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.parts.accept.Evidence;
import io.nhigovernor.connectors.parts.keys.SharedSecret;
import io.nhigovernor.connectors.vault.accept.AcceptDocuments;
import io.nhigovernor.connectors.vault.accept.AcceptVerifier;
import io.nhigovernor.connectors.vault.accept.Register;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.kv.SecretValue;
import io.nhigovernor.connectors.vault.kv.ValueForm;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.Verifier;

/** A shared secret: services accept what a path of KV lists, consumers read it at another. */
final class SecretKind implements Kind {
    private final Vault vault;
    private final AcceptVerifier verifier;

    SecretKind(Vault vault) {
        this.vault = vault;
        this.verifier = new AcceptVerifier(
                this::register,
                vault.key(),
                new AcceptVerifier.Parties(
                        vault.partyAuthorities(),
                        vault.configuration().settle(),
                        vault.configuration().probeTimeout()),
                vault.clock());
    }

    @Override
    public Verifier verifier() {
        return verifier;
    }

    @Override
    public Register register(Credential credential) {
        return new Register(
                new AcceptDocuments(vault.store(Settings.mount(credential.verifier(), "secret"))),
                credential.id(),
                Settings.path(credential));
    }

    @Override
    public ValueForm form(Credential credential) {
        return new SecretValue(vault.key(), Settings.field(credential, "value"));
    }

    @Override
    public Material make() {
        return SharedSecret.make();
    }

    /** Whoever verifies by this document did not verify before it was there. */
    @Override
    public Adopted adopt(Credential credential, Material material, boolean fresh, Deadline deadline) {
        return new Adopted(Evidence.SaltedHash.of(material.secret()), Validity.UNLIMITED, material.copy());
    }
}
