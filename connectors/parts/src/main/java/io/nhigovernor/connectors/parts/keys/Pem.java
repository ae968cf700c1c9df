package io.nhigovernor.connectors.parts.keys;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Text armour of DER (RFC 7468). */
public final class Pem {
    public static final String PUBLIC_KEY = "PUBLIC KEY";
    public static final String PRIVATE_KEY = "PRIVATE KEY";
    public static final String CERTIFICATE = "CERTIFICATE";
    public static final String CRL = "X509 CRL";

    private static final byte[] NEWLINE = {'\n'};

    private Pem() {}

    public static String of(String label, byte[] der) {
        return new String(bytesOf(label, der), StandardCharsets.US_ASCII);
    }

    /** The same as bytes, for what should not become a string. */
    public static byte[] bytesOf(String label, byte[] der) {
        var body = Base64.getMimeEncoder(64, NEWLINE).encode(der);
        var head = ("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
        var foot = ("\n-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
        var all = new byte[head.length + body.length + foot.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        System.arraycopy(foot, 0, all, head.length + body.length, foot.length);
        Arrays.fill(body, (byte) 0);
        return all;
    }

    public static boolean has(String label, String text) {
        return text.contains("-----BEGIN " + label + "-----");
    }

    /** The first block with this label. */
    public static byte[] der(String label, String text) throws UnusableMaterialException {
        var begin = "-----BEGIN " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new UnusableMaterialException("no PEM block " + label);
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
        } catch (IllegalArgumentException e) {
            throw new UnusableMaterialException("the PEM block " + label + " is not base64");
        }
    }
}
