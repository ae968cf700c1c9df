package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.local.x509.LocalCertificateAuthority;
import io.nhigovernor.connectors.parts.accept.Evidence;
import io.nhigovernor.connectors.parts.keys.CertifiedKey;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.Pem;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.parts.probe.Probe;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A certificate: the governor makes the key, the local authority signs, a TLS handshake presents it. */
record CertificateForm(LocalCertificateAuthority authority, Duration lifetime) implements Form {
    @Override
    public Mint mint() {
        return Mint.CALLER_KEY_SIGNED;
    }

    @Override
    public Material make() {
        return EcKeys.generate();
    }

    /** Of the key, so that it is the same before and after signing. */
    @Override
    public Fingerprint fingerprint(Material material) throws UnusableMaterialException {
        return CertifiedKey.fingerprint(material);
    }

    @Override
    public Admission admission(Credential credential, Material material) throws UnusableMaterialException {
        var leaf = authority.sign(credential.id(), EcKeys.publicKey(material.publicPart()), lifetime);
        return new Admission(
                new Evidence.Leaf(CertifiedKey.spki(material), leaf.serial(), leaf.chain()),
                new Validity(Optional.of(leaf.notBefore()), Optional.of(leaf.notAfter())));
    }

    @Override
    public Material complete(Material material, Evidence evidence) {
        return evidence instanceof Evidence.Leaf leaf ? material.joinedWith(leaf.chain()) : material.copy();
    }

    @Override
    public Optional<Map<String, byte[]>> files(Material material) {
        return material.publicPart()
                .filter(text -> Pem.has(Pem.CERTIFICATE, text))
                .map(chain -> Map.of(
                        "key.pem",
                        material.secret().use(der -> Pem.bytesOf(Pem.PRIVATE_KEY, der)),
                        "chain.pem",
                        chain.getBytes(StandardCharsets.US_ASCII),
                        "ca.pem",
                        authority.certificatePem().getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public Proof prove(Credential credential, Material material, RelyingParty party, Probe probe)
            throws UnusableMaterialException {
        var chain = material.publicPart().filter(text -> Pem.has(Pem.CERTIFICATE, text));
        if (chain.isEmpty()) {
            return new Proof.Inconclusive("the key has no certificate yet");
        }
        return probe.get(
                party,
                Probe.Login.certificate(EcKeys.privateKey(material.secret()), EcKeys.chain(chain.orElseThrow())));
    }
}
