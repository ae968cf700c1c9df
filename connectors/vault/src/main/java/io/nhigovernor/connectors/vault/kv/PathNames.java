package io.nhigovernor.connectors.vault.kv;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One part of a path for any text; different texts never share one. */
public final class PathNames {
    private static final String AS_THEY_ARE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

    private PathNames() {}

    /** What is not a letter, digit, {@code _} or {@code -}, or is a dot at the beginning, becomes {@code ~} and its bytes in hexadecimal. */
    public static String of(String text) {
        var name = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (AS_THEY_ARE.indexOf(point) >= 0 || point == '.' && !name.isEmpty()) {
                name.appendCodePoint(point);
            } else {
                for (byte each : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    name.append(String.format(Locale.ROOT, "~%02x", each));
                }
            }
        });
        return name.toString();
    }
}
