package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.local.accept.Evidence;
import io.nhigovernor.connectors.local.keys.StoreKey;
import io.nhigovernor.connectors.local.keys.UnusableMaterialException;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Secret;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A shared secret: presented by HTTP Basic, accepted by a salted hash. */
record SecretForm(StoreKey key) implements Form {
    private static final int VALUE_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public Mint mint() {
        return Mint.CALLER;
    }

    /** 256 random bits as base64url text. */
    @Override
    public Material make() {
        var random = random(VALUE_BYTES);
        var text = Base64.getUrlEncoder().withoutPadding().encode(random);
        try {
            return Material.ofSecret(Secret.copyOf(text));
        } finally {
            Arrays.fill(random, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    @Override
    public Fingerprint fingerprint(Material material) throws UnusableMaterialException {
        if (material.secret().use(bytes -> bytes.length) == 0) {
            throw new UnusableMaterialException("the secret is empty");
        }
        return new Fingerprint("hmac:" + material.secret().use(key::digest));
    }

    @Override
    public Admission admission(Credential credential, Material material) {
        var salt = random(SALT_BYTES);
        var hash = material.secret().use(bytes -> hash(salt, bytes));
        var text = Base64.getUrlEncoder().withoutPadding();
        return new Admission(
                new Evidence.SaltedHash(text.encodeToString(salt), text.encodeToString(hash)), Validity.UNLIMITED);
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
        return probe.get(party, Probe.Login.header("Basic " + basic(credential.id(), material.secret())));
    }

    private static String basic(String user, Secret secret) {
        var name = (user + ":").getBytes(StandardCharsets.UTF_8);
        return secret.use(bytes -> {
            var pair = Arrays.copyOf(name, name.length + bytes.length);
            System.arraycopy(bytes, 0, pair, name.length, bytes.length);
            try {
                return Base64.getEncoder().encodeToString(pair);
            } finally {
                Arrays.fill(pair, (byte) 0);
            }
        });
    }

    private static byte[] hash(byte[] salt, byte[] secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
