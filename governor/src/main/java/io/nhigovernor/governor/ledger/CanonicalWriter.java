package io.nhigovernor.governor.ledger;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Canonical JSON (RFC 8785) of an object whose values are texts, or objects of texts. The caller names fields in their
 * sorted order; what is absent or empty is left out.
 */
final class CanonicalWriter {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(512).append('{');
    private String last = "";

    CanonicalWriter field(String name, String value) {
        name(name);
        text(value);
        return this;
    }

    CanonicalWriter field(String name, Optional<String> value) {
        value.ifPresent(present -> field(name, present));
        return this;
    }

    CanonicalWriter field(String name, SortedMap<String, String> values) {
        if (values.isEmpty()) {
            return this;
        }
        name(name);
        out.append('{');
        char separator = 0;
        for (Map.Entry<String, String> value : sorted(values).entrySet()) {
            if (separator != 0) {
                out.append(separator);
            }
            separator = ',';
            text(value.getKey());
            out.append(':');
            text(value.getValue());
        }
        out.append('}');
        return this;
    }

    String end() {
        return out.append('}').toString();
    }

    private void name(String name) {
        if (name.compareTo(last) <= 0) {
            throw new IllegalStateException("field " + name + " written after " + last);
        }
        if (!last.isEmpty()) {
            out.append(',');
        }
        last = name;
        text(name);
        out.append(':');
    }

    /** RFC 8785 sorts by UTF-16 code units, which is how Java compares; a map may have come with another order. */
    private static SortedMap<String, String> sorted(SortedMap<String, String> values) {
        if (values.comparator() == null) {
            return values;
        }
        SortedMap<String, String> sorted = new TreeMap<>();
        sorted.putAll(values);
        return sorted;
    }

    private void text(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isSurrogate(c)) {
                i += surrogate(value, i) - 1;
            } else {
                plain(c);
            }
        }
        out.append('"');
    }

    /** A lone surrogate has no UTF-8 form; it becomes U+FFFD here, before it is hashed, not somewhere on the way out. */
    private int surrogate(String value, int at) {
        int point = value.codePointAt(at);
        if (Character.isSupplementaryCodePoint(point)) {
            out.appendCodePoint(point);
            return 2;
        }
        out.append('\ufffd');
        return 1;
    }

    private void plain(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> {
                if (c < 0x20) {
                    out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
