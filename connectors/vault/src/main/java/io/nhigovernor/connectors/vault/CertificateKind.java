package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.parts.keys.CertifiedKey;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.vault.accept.Register;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.kv.CertificateValue;
import io.nhigovernor.connectors.vault.kv.ValueForm;
import io.nhigovernor.connectors.vault.pki.Issuer;
import io.nhigovernor.connectors.vault.pki.LeafAdoption;
import io.nhigovernor.connectors.vault.pki.LeafSearch;
import io.nhigovernor.connectors.vault.pki.PkiVerifier;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Verifier;
import java.io.IOException;

/** A certificate of a PKI mount: Vault signs keys of the governor, consumers read key and chain in KV. */
final class CertificateKind implements Kind {
    private final Vault vault;
    private final PkiVerifier verifier;

    CertificateKind(Vault vault) {
        this.vault = vault;
        this.verifier = new PkiVerifier(
                this::order,
                new LeafSearch(vault.clock()),
                vault::register,
                new PkiVerifier.Parties(
                        vault.partyAuthorities(),
                        vault.partyTrust(),
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
        return vault.register(credential);
    }

    private PkiVerifier.Order order(Credential credential) {
        return new PkiVerifier.Order(
                new Issuer(
                        vault.gateway(),
                        vault.destroyer(),
                        Settings.mount(credential.verifier(), "pki"),
                        Settings.role(credential)),
                CertificateSettings.subject(credential.verifier()),
                CertificateSettings.checked(credential.verifier()));
    }

    @Override
    public ValueForm form(Credential credential) {
        return new CertificateValue(
                CertificateSettings.keyField(credential.delivery()),
                CertificateSettings.certificateField(credential.delivery()),
                CertificateSettings.chainField(credential.delivery()));
    }

    @Override
    public Material make() {
        return EcKeys.generate();
    }

    @Override
    public Adopted adopt(Credential credential, Material material, boolean fresh, Deadline deadline)
            throws IOException, UnusableMaterialException {
        if (!CertifiedKey.fits(material)) {
            throw new IOException("what consumers of " + credential.id() + " read is a key with another's certificate");
        }
        var adoption = new LeafAdoption(order(credential), vault.partyTrust(), vault.clock());
        var leaf = fresh ? adoption.first(material, deadline) : adoption.found(material, deadline);
        return new Adopted(leaf.evidence(false), leaf.validity(), material.joinedWith(leaf.pem()));
    }
}
