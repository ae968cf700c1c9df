package io.nhigovernor.connectors.parts.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a store, 32 bytes. Seals with AES-256-GCM under a fresh random nonce, bound to a context that must be given
 * again to open; names secrets by a keyed digest. Two keys are derived from it, so neither use weakens the other.
 */
public final class StoreKey {
    public static final int LENGTH_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int DIGEST_CHARACTERS = 32;

    private final SecretKeySpec sealing;
    private final SecretKeySpec naming;
    private final SecureRandom random = new SecureRandom();

    /** @param key copied; the caller wipes its own */
    public StoreKey(byte[] key) {
        if (key.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a store key has " + LENGTH_BYTES + " bytes");
        }
        sealing = new SecretKeySpec(mac(new SecretKeySpec(key, "HmacSHA256"), text("nhi-governor values")), "AES");
        naming = new SecretKeySpec(
                mac(new SecretKeySpec(key, "HmacSHA256"), text("nhi-governor fingerprints")), "HmacSHA256");
    }

    public byte[] seal(byte[] clear, String context) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(clear);
            var all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    /** @throws WrongKeyException if this key, context and text do not belong together */
    public byte[] open(byte[] sealed, String context) throws WrongKeyException {
        if (sealed.length < NONCE_BYTES) {
            throw new WrongKeyException();
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), context)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new WrongKeyException();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    /** 32 hex characters that name a secret without giving it away, different in every store. */
    public String digest(byte[] secret) {
        return HexFormat.of().formatHex(mac(naming, secret)).substring(0, DIGEST_CHARACTERS);
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(text(context));
        return cipher;
    }

    private static byte[] mac(SecretKeySpec key, byte[] message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What was sealed does not open: another key, another place, or changed bytes. */
    public static final class WrongKeyException extends Exception {
        WrongKeyException() {
            super("sealed under another key, for another place, or changed since");
        }
    }
}
