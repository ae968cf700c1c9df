package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.local.jose.SigningKeys;
import io.nhigovernor.connectors.parts.accept.Evidence;
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
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A signing key: presented as a signed assertion, accepted by its public JWK. */
record OidcKeyForm(InstantSource clock) implements Form {
    @Override
    public Mint mint() {
        return Mint.CALLER;
    }

    @Override
    public Material make() {
        return EcKeys.generate();
    }

    @Override
    public Fingerprint fingerprint(Material material) throws UnusableMaterialException {
        return new Fingerprint("kid:" + kid(material));
    }

    @Override
    public Admission admission(Credential credential, Material material) throws UnusableMaterialException {
        return new Admission(
                new Evidence.PublicJwk(SigningKeys.publicJwk(EcKeys.publicKey(material.publicPart()))),
                Validity.UNLIMITED);
    }

    @Override
    public Material complete(Material material, Evidence evidence) {
        return material.copy();
    }

    @Override
    public Optional<Map<String, byte[]>> files(Material material) throws UnusableMaterialException {
        return Optional.of(Map.of(
                "key.pem",
                material.secret().use(der -> Pem.bytesOf(Pem.PRIVATE_KEY, der)),
                "kid",
                kid(material).getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public Proof prove(Credential credential, Material material, RelyingParty party, Probe probe)
            throws UnusableMaterialException {
        var assertion = SigningKeys.assertion(
                EcKeys.publicKey(material.publicPart()),
                EcKeys.privateKey(material.secret()),
                credential.id(),
                party.name(),
                clock.instant());
        return probe.get(party, Probe.Login.header("Bearer " + assertion));
    }

    private static String kid(Material material) throws UnusableMaterialException {
        return SigningKeys.kid(EcKeys.publicKey(material.publicPart()));
    }
}
