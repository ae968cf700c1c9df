package io.nhigovernor.governor.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a document, and where it stands. */
sealed interface Node {
    Position position();

    /** The path from the document's root: {@code rings[0].gate.settle}; empty for the root. */
    String path();

    /** @param text as written, without quotes */
    record Scalar(Position position, String path, Type type, String text) implements Node {}

    record Items(Position position, String path, List<Node> items) implements Node {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Fields in the order written. */
    record Fields(Position position, String path, Map<String, Field> fields) implements Node {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /** @param named where the field's name stands */
    record Field(Position named, Node value) {}

    /** What a scalar is, by the rules of YAML 1.2's core schema and of JSON. */
    enum Type {
        TEXT("text"),
        NUMBER("a number"),
        FLAG("true or false"),
        NOTHING("empty");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What it is, in words for a problem's text. */
    default String words() {
        return switch (this) {
            case Scalar scalar -> scalar.type().words();
            case Items items -> "a list";
            case Fields fields -> "an object";
        };
    }

    static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static String below(String path, int index) {
        return path + "[" + index + "]";
    }

    /** Where {@code path} stands, or the innermost value around it that is there. */
    static Position locate(Node node, String path) {
        return switch (node) {
            case Scalar scalar -> scalar.position();
            case Items items ->
                items.items().stream()
                        .filter(item -> around(item.path(), path))
                        .findFirst()
                        .map(item -> locate(item, path))
                        .orElse(items.position());
            case Fields fields ->
                fields.fields().values().stream()
                        .map(Field::value)
                        .filter(value -> around(value.path(), path))
                        .findFirst()
                        .map(value -> locate(value, path))
                        .orElse(fields.position());
        };
    }

    /** Whether {@code path} is {@code outer} or lies within it. */
    static boolean around(String outer, String path) {
        return path.startsWith(outer)
                && (path.length() == outer.length()
                        || outer.isEmpty()
                        || path.charAt(outer.length()) == '.'
                        || path.charAt(outer.length()) == '[');
    }
}
