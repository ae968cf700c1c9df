package io.nhigovernor.governor.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.nhigovernor.governor.document.Node.Field;
import io.nhigovernor.governor.document.Node.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON to located trees: one document, an array of them, or an object whose only field is {@code documents}. */
final class JsonTree {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String file;
    private final JsonParser parser;
    private final Problems problems;
    private final Limits limits = new Limits();

    private JsonTree(String file, JsonParser parser, Problems problems) {
        this.file = file;
        this.parser = parser;
        this.problems = problems;
    }

    /** The documents of a text; empty, with a problem, if it cannot be read. */
    static List<Node> read(String file, String text, Problems problems) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new JsonTree(file, parser, problems).documents();
        } catch (JsonProcessingException e) {
            new UnreadableException(
                            position(file, e.getLocation()),
                            "not JSON: " + firstLine(e.getOriginalMessage()),
                            "correct it here or before")
                    .addTo(problems);
        } catch (UnreadableException e) {
            e.addTo(problems);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
        return List.of();
    }

    private List<Node> documents() throws IOException, UnreadableException {
        List<Node> documents = new ArrayList<>();
        if (parser.nextToken() == null) {
            return documents;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                documents.add(node("", 1));
            }
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            object(documents);
        } else {
            documents.add(node("", 1));
        }
        if (parser.nextToken() != null) {
            throw new UnreadableException(here(), "more text after the JSON value", "put several into an array");
        }
        return documents;
    }

    private void object(List<Node> documents) throws IOException, UnreadableException {
        Node.Fields root = fields(here(), "", 1);
        Field only = root.fields().get("documents");
        if (only != null && root.fields().size() == 1 && only.value() instanceof Node.Items items) {
            items.items().forEach(item -> documents.add(rooted(item, item.path().length() + 1)));
        } else {
            documents.add(root);
        }
    }

    private Node node(String path, int depth) throws IOException, UnreadableException {
        Position at = here();
        limits.value(at, depth);
        return switch (parser.currentToken()) {
            case START_OBJECT -> fields(at, path, depth);
            case START_ARRAY -> items(at, path, depth);
            case VALUE_STRING -> new Node.Scalar(at, path, Type.TEXT, parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Node.Scalar(at, path, Type.FLAG, parser.getText());
            case VALUE_NULL -> new Node.Scalar(at, path, Type.NOTHING, parser.getText());
            default -> new Node.Scalar(at, path, Type.NUMBER, parser.getText());
        };
    }

    private Node items(Position at, String path, int depth) throws IOException, UnreadableException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(Node.below(path, items.size()), depth + 1));
        }
        return new Node.Items(at, path, items);
    }

    private Node.Fields fields(Position at, String path, int depth) throws IOException, UnreadableException {
        Map<String, Field> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Position named = here();
            String name = parser.currentName();
            parser.nextToken();
            Node value = node(Node.below(path, name), depth + 1);
            if (fields.putIfAbsent(name, new Field(named, value)) != null) {
                problems.add(
                        ProblemCode.DUPLICATE_FIELD, named, value.path(), "the field stands twice", "keep one of them");
            }
        }
        return new Node.Fields(at, path, fields);
    }

    /** The same tree with {@code prefix} characters less before every path. */
    private static Node rooted(Node node, int prefix) {
        String path = node.path().length() < prefix ? "" : node.path().substring(prefix);
        return switch (node) {
            case Node.Scalar it -> new Node.Scalar(it.position(), path, it.type(), it.text());
            case Node.Items it ->
                new Node.Items(
                        it.position(),
                        path,
                        it.items().stream().map(item -> rooted(item, prefix)).toList());
            case Node.Fields it -> {
                Map<String, Field> fields = new LinkedHashMap<>();
                it.fields()
                        .forEach((name, field) ->
                                fields.put(name, new Field(field.named(), rooted(field.value(), prefix))));
                yield new Node.Fields(it.position(), path, fields);
            }
        };
    }

    private Position here() {
        return position(file, parser.currentTokenLocation());
    }

    private static Position position(String file, @Nullable JsonLocation location) {
        return location == null
                ? Position.start(file)
                : new Position(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static String firstLine(@Nullable String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
