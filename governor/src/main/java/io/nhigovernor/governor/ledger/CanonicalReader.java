package io.nhigovernor.governor.ledger;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads an object whose values are texts, or objects of texts, and nothing else. It is lax about order and escapes: a
 * reader of a record writes what it understood again and compares, so that only the canonical form passes.
 */
final class CanonicalReader {
    private final String text;
    private int at;

    private CanonicalReader(String text) {
        this.text = text;
    }

    /** The fields of {@code line}, or empty if it is anything but such an object. */
    static Optional<CanonicalFields> read(String line) {
        try {
            CanonicalReader reader = new CanonicalReader(line);
            CanonicalFields fields = reader.object();
            return reader.at == line.length() ? Optional.of(fields) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private CanonicalFields object() throws Malformed {
        SortedMap<String, String> texts = new TreeMap<>();
        SortedMap<String, SortedMap<String, String>> groups = new TreeMap<>();
        expect('{');
        do {
            String name = string();
            expect(':');
            boolean repeated = peek() == '{' ? groups.put(name, group()) != null : texts.put(name, string()) != null;
            if (repeated) {
                throw new Malformed();
            }
        } while (another());
        return new CanonicalFields(texts, groups);
    }

    private SortedMap<String, String> group() throws Malformed {
        SortedMap<String, String> values = new TreeMap<>();
        expect('{');
        do {
            String name = string();
            expect(':');
            if (values.put(name, string()) != null) {
                throw new Malformed();
            }
        } while (another());
        return values;
    }

    private boolean another() throws Malformed {
        if (peek() == ',') {
            at++;
            return true;
        }
        expect('}');
        return false;
    }

    private String string() throws Malformed {
        expect('"');
        int start = at;
        while (peek() != '"' && peek() != '\\') {
            at++;
        }
        if (peek() == '"') {
            return text.substring(start, at++);
        }
        StringBuilder value = new StringBuilder(text.substring(start, at));
        while (peek() != '"') {
            char c = text.charAt(at++);
            value.append(c == '\\' ? escape() : c);
        }
        at++;
        return value.toString();
    }

    private char escape() throws Malformed {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\' -> c;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> {
                int value = 0;
                for (int digits = 0; digits < 4; digits++) {
                    int digit = Character.digit(peek(), 16);
                    if (digit < 0) {
                        throw new Malformed();
                    }
                    value = value << 4 | digit;
                    at++;
                }
                yield (char) value;
            }
            default -> throw new Malformed();
        };
    }

    private void expect(char expected) throws Malformed {
        if (peek() != expected) {
            throw new Malformed();
        }
        at++;
    }

    private char peek() throws Malformed {
        if (at >= text.length()) {
            throw new Malformed();
        }
        return text.charAt(at);
    }

    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super("malformed", null, false, false);
        }
    }
}
