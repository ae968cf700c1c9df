package io.nhigovernor.governor.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The public half of a ledger's signing key, Ed25519.
 *
 * @param base64 its X.509 SubjectPublicKeyInfo, in one line
 */
public record VerificationKey(String base64) {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    public VerificationKey {
        if (!key(base64).map(VerificationKey::encode).equals(Optional.of(base64))) {
            throw new IllegalArgumentException("not an Ed25519 public key");
        }
    }

    /** A key from its base64 line or from PEM text holding it; empty if there is no Ed25519 public key in it. */
    public static Optional<VerificationKey> parse(String text) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        String body = begin >= 0 && end > begin ? text.substring(begin + BEGIN.length(), end) : text;
        return key(body.replaceAll("\\s", "")).map(VerificationKey::encode).map(VerificationKey::new);
    }

    public String pem() {
        return BEGIN + "\n" + base64 + "\n" + END + "\n";
    }

    /** Whether {@code signature}, in lower-case hex, is this key's over the UTF-8 bytes of {@code text}. */
    public boolean verifies(String text, String signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key(base64).orElseThrow());
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = HexFormat.of().parseHex(signature);
            // Upper-case digits say the same bytes; a record has one spelling only.
            return ed25519.verify(bytes) && Hashes.hex(bytes).equals(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // A signature or key of the wrong shape is no signature; the caller says which record it stood in.
            return false;
        }
    }

    /** The key as Java holds it. */
    public static VerificationKey of(PublicKey key) {
        return new VerificationKey(encode(key));
    }

    private static String encode(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    private static Optional<PublicKey> key(String base64) {
        try {
            byte[] encoded = Base64.getDecoder().decode(base64);
            return Optional.of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
