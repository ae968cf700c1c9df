package io.nhigovernor.connectors.parts.keys;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Secret;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** A value that both sides know. */
public final class SharedSecret {
    private static final int VALUE_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SharedSecret() {}

    /** 256 random bits as base64url text. The caller closes it. */
    public static Material make() {
        var random = new byte[VALUE_BYTES];
        RANDOM.nextBytes(random);
        var text = Base64.getUrlEncoder().withoutPadding().encode(random);
        try {
            return Material.ofSecret(Secret.copyOf(text));
        } finally {
            Arrays.fill(random, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    /** Names a value without giving it away; another key names it otherwise. */
    public static Fingerprint fingerprint(Material material, StoreKey key) throws UnusableMaterialException {
        if (material.secret().use(bytes -> bytes.length) == 0) {
            throw new UnusableMaterialException("the secret is empty");
        }
        return new Fingerprint("hmac:" + material.secret().use(key::digest));
    }
}
