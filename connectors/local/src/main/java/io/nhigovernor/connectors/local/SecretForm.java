package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.parts.accept.Evidence;
import io.nhigovernor.connectors.parts.keys.SharedSecret;
import io.nhigovernor.connectors.parts.keys.StoreKey;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.parts.probe.Probe;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.util.Map;
import java.util.Optional;

/** A shared secret: presented by HTTP Basic, accepted by a salted hash. */
record SecretForm(StoreKey key) implements Form {
    @Override
    public Mint mint() {
        return Mint.CALLER;
    }

    @Override
    public Material make() {
        return SharedSecret.make();
    }

    @Override
    public Fingerprint fingerprint(Material material) throws UnusableMaterialException {
        return SharedSecret.fingerprint(material, key);
    }

    @Override
    public Admission admission(Credential credential, Material material) {
        return new Admission(Evidence.SaltedHash.of(material.secret()), Validity.UNLIMITED);
    }

    @Override
    public Material complete(Material material, Evidence evidence) {
        return material.copy();
    }

    @Override
    public Optional<Map<String, byte[]>> files(Material material) {
        return Optional.of(Map.of("secret", material.secret().use(bytes -> bytes.clone())));
    }

    @Override
    public Proof prove(Credential credential, Material material, RelyingParty party, Probe probe) {
        return probe.get(party, Probe.Login.basic(credential.id(), material.secret()));
    }
}
