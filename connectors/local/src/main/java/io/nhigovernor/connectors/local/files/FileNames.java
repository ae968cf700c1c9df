package io.nhigovernor.connectors.local.files;

import io.nhigovernor.spi.Fingerprint;

/** How ids become file names: {@code /} is {@code ~}; no name starts with a dot, and none leaves its directory. */
public final class FileNames {
    private FileNames() {}

    /** @param id of the alphabet {@link io.nhigovernor.spi.Names} */
    public static String of(String id) {
        var flat = id.replace('/', '~');
        // A leading dot would hide the file, or name the directory itself or its parent.
        return flat.startsWith(".") ? "%2e" + flat.substring(1) : flat;
    }

    /** Letters, digits, {@code _} and {@code -} stay; everything else, the colon too, is percent-encoded. */
    static String of(Fingerprint fingerprint) {
        var name = new StringBuilder();
        for (char character : fingerprint.value().toCharArray()) {
            boolean plain = character < 128 && (Character.isLetterOrDigit(character) || "_-".indexOf(character) >= 0);
            name.append(plain ? String.valueOf(character) : String.format("%%%02x", (int) character));
        }
        return name.toString();
    }

    /** The way back from {@link #of(Fingerprint)}. */
    static Fingerprint fingerprint(String name) {
        return new Fingerprint(java.net.URLDecoder.decode(name, java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
