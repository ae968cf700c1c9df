package io.nhigovernor.governor.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * One text for one tree: JSON without spaces, fields in the order of their names (UTF-16 units), numbers as Java prints them.
 * Two trees have the same digest exactly if they say the same.
 */
final class CanonicalForm {
    private final StringBuilder text = new StringBuilder();

    private CanonicalForm() {}

    static String text(Object tree) {
        var form = new CanonicalForm();
        form.value(tree);
        return form.text.toString();
    }

    /** {@code sha256:} and lower-case hex over the UTF-8 text. */
    static String digest(Object tree) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text(tree).getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void value(Object value) {
        switch (value) {
            case Map<?, ?> fields -> fields(fields);
            case Collection<?> items -> items(items);
            case String string -> string(string);
            case Number number -> text.append(number);
            case Boolean flag -> text.append(flag);
            default -> throw new IllegalArgumentException("no form for " + value.getClass());
        }
    }

    private void fields(Map<?, ?> fields) {
        Map<String, Object> sorted = new TreeMap<>();
        fields.forEach((name, value) -> sorted.put((String) name, value));
        text.append('{');
        String separator = "";
        for (Map.Entry<String, Object> field : sorted.entrySet()) {
            text.append(separator);
            string(field.getKey());
            text.append(':');
            value(field.getValue());
            separator = ",";
        }
        text.append('}');
    }

    private void items(Collection<?> items) {
        text.append('[');
        String separator = "";
        for (Object item : items) {
            text.append(separator);
            value(item);
            separator = ",";
        }
        text.append(']');
    }

    private void string(String string) {
        text.append('"');
        for (int index = 0; index < string.length(); index++) {
            char unit = string.charAt(index);
            if (unit == '"' || unit == '\\') {
                text.append('\\').append(unit);
            } else if (unit < ' ') {
                text.append("\\u00").append(HexFormat.of().toHexDigits((byte) unit));
            } else {
                text.append(unit);
            }
        }
        text.append('"');
    }
}
