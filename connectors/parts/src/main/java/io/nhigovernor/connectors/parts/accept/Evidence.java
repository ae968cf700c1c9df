package io.nhigovernor.connectors.parts.accept;

import io.nhigovernor.spi.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** By what a relying party recognises one generation; nothing in it is secret. */
public sealed interface Evidence {

    /**
     * A shared secret.
     *
     * @param salt base64url
     * @param hash base64url of SHA-256 over the salt's bytes and the secret's
     */
    record SaltedHash(String salt, String hash) implements Evidence {
        private static final int SALT_BYTES = 16;
        private static final SecureRandom RANDOM = new SecureRandom();

        /** Under a fresh salt. */
        public static SaltedHash of(Secret secret) {
            var salt = new byte[SALT_BYTES];
            RANDOM.nextBytes(salt);
            var text = Base64.getUrlEncoder().withoutPadding();
            return new SaltedHash(
                    text.encodeToString(salt), text.encodeToString(secret.use(bytes -> digest(salt, bytes))));
        }

        private static byte[] digest(byte[] salt, byte[] secret) {
            try {
                var digest = MessageDigest.getInstance("SHA-256");
                digest.update(salt);
                return digest.digest(secret);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no SHA-256", e);
            }
        }
    }

    /**
     * A certificate.
     *
     * @param spki hexadecimal SHA-256 of the SubjectPublicKeyInfo DER
     * @param serial hexadecimal
     * @param chain PEM, leaf first
     * @param doubtful an answer was lost while it was signed, so that there may be another certificate of this key
     */
    record Leaf(String spki, String serial, String chain, boolean doubtful) implements Evidence {
        /** One whose signing left no doubt. */
        public Leaf(String spki, String serial, String chain) {
            this(spki, serial, chain, false);
        }
    }

    /**
     * A certificate that is being signed: recorded before the authority is asked, because asking twice makes two. Nobody accepts
     * it yet.
     *
     * @param spki hexadecimal SHA-256 of the SubjectPublicKeyInfo DER
     */
    record Signing(String spki) implements Evidence {}

    /** A signing key, as a public JWK in JSON. */
    record PublicJwk(String json) implements Evidence {}

    /** A secret id of an AppRole, by the accessor that names it without giving it away. */
    record SecretId(String accessor) implements Evidence {}

    /**
     * A role of a database whose password Vault keeps.
     *
     * @param role Vault's name for it, under which consumers ask for the password
     * @param username the database's own name for it
     * @param rotation when Vault had last changed the password as it was admitted, as Vault writes it; empty for never
     * @param doubtful an answer was lost while the password was changed, so that it may have been changed once more
     */
    record DatabaseRole(String role, String username, String rotation, boolean doubtful) implements Evidence {
        /** What its consumers are told: two lines, {@code role=} and {@code username=}. */
        public String text() {
            return "role=" + role + "\nusername=" + username + "\n";
        }
    }

    /**
     * A role of a database whose password is being changed: recorded before Vault is asked, so that it is known afterwards whether
     * it was. Nobody accepts it yet.
     *
     * @param before when Vault had last changed the password until then; empty for never
     */
    record Rotating(String role, String username, String before) implements Evidence {}
}
