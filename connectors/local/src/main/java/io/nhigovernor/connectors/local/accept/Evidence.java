package io.nhigovernor.connectors.local.accept;

/** By what a relying party recognises one generation; nothing in it is secret. */
public sealed interface Evidence {

    /**
     * A shared secret.
     *
     * @param salt base64url
     * @param hash base64url of SHA-256 over the salt's bytes and the secret's
     */
    record SaltedHash(String salt, String hash) implements Evidence {}

    /**
     * A certificate.
     *
     * @param spki hexadecimal SHA-256 of the SubjectPublicKeyInfo DER
     * @param serial hexadecimal
     * @param chain PEM, leaf first
     */
    record Leaf(String spki, String serial, String chain) implements Evidence {}

    /** A signing key, as a public JWK in JSON. */
    record PublicJwk(String json) implements Evidence {}
}
