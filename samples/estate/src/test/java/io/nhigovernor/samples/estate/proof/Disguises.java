package io.nhigovernor.samples.estate.proof;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/** Every form in which {@value Needle#LEAST_BYTES} bytes of a secret may turn up. */
final class Disguises {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private Disguises() {}

    /** @param found takes the name of a form and its bytes, never fewer than were given */
    static void of(byte[] part, BiConsumer<String, byte[]> found) {
        found.accept("raw", part);
        found.accept("reversed", reversed(part));
        found.accept("utf-16le", spread(part, 0));
        found.accept("utf-16be", spread(part, 1));
        var hex = HexFormat.of().formatHex(part);
        found.accept("hex", ascii(hex));
        found.accept("hex", ascii(hex.toUpperCase(Locale.ROOT)));
        for (int shift = 0; shift < 3; shift++) {
            found.accept("base64", base64(part, shift, Base64.getEncoder()));
            found.accept("base64url", base64(part, shift, Base64.getUrlEncoder()));
        }
        for (var text : new String[] {"%%%02X", "%%%02x"}) {
            found.accept("url", ascii(each(part, value -> text.formatted(value))));
            found.accept(
                    "url",
                    ascii(each(
                            part,
                            value -> UNRESERVED.indexOf(value) >= 0
                                    ? String.valueOf((char) value)
                                    : text.formatted(value))));
        }
        for (var slash : new String[] {"/", "\\/"}) {
            found.accept("json", ascii(each(part, value -> json(value, slash))));
        }
        found.accept("utf-8", new String(part, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8));
    }

    private static String json(int value, String slash) {
        return switch (value) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '/' -> slash;
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> value < ' ' || value > '~' ? "\\u%04x".formatted(value) : String.valueOf((char) value);
        };
    }

    private static String each(byte[] part, IntFunction<String> form) {
        var text = new StringBuilder();
        for (byte value : part) {
            text.append(form.apply(value & 0xff));
        }
        return text.toString();
    }

    private static byte[] reversed(byte[] part) {
        var reversed = new byte[part.length];
        for (int at = 0; at < part.length; at++) {
            reversed[part.length - 1 - at] = part[at];
        }
        return reversed;
    }

    private static byte[] spread(byte[] part, int from) {
        var spread = new byte[part.length * 2];
        for (int at = 0; at < part.length; at++) {
            spread[2 * at + from] = part[at];
        }
        return spread;
    }

    /** The characters that these bytes alone decide, if {@code shift} bytes modulo three come before them. */
    private static byte[] base64(byte[] part, int shift, Base64.Encoder encoder) {
        var shifted = new byte[shift + part.length];
        System.arraycopy(part, 0, shifted, shift, part.length);
        int first = Math.ceilDiv(shift * 8, 6);
        int end = shifted.length * 8 / 6;
        return Arrays.copyOfRange(encoder.encode(shifted), first, end);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
