package io.nhigovernor.governor.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;

/** YAML that is no document of ours (the configuration file), as a plain tree. */
public final class YamlText {
    private YamlText() {}

    /** @throws IllegalArgumentException with a sentence, and where, when it is not one YAML document */
    public static JsonNode read(byte[] text) {
        var problems = new Problems();
        List<Node> trees = SourceTree.read(new SourceFile("configuration.yaml", text), problems);
        if (problems.count() > 0) {
            throw new IllegalArgumentException(
                    problems.inOrder(List.of("configuration.yaml")).getFirst().toString());
        }
        if (trees.size() != 1) {
            throw new IllegalArgumentException("one YAML document is expected, there are " + trees.size());
        }
        return tree(trees.getFirst());
    }

    private static JsonNode tree(Node node) {
        var make = JsonNodeFactory.instance;
        return switch (node) {
            case Node.Scalar scalar ->
                switch (scalar.type()) {
                    case TEXT -> make.textNode(scalar.text());
                    case NUMBER -> number(scalar.text());
                    case FLAG -> make.booleanNode(scalar.text().equalsIgnoreCase("true"));
                    case NOTHING -> make.nullNode();
                };
            case Node.Items items -> {
                var array = make.arrayNode();
                items.items().forEach(item -> array.add(tree(item)));
                yield array;
            }
            case Node.Fields fields -> {
                ObjectNode object = make.objectNode();
                fields.fields().forEach((name, field) -> object.set(name, tree(field.value())));
                yield object;
            }
        };
    }

    /** Octal, hexadecimal and the like stay text: no field of ours takes them. */
    private static JsonNode number(String text) {
        try {
            var value = new BigDecimal(text);
            return value.scale() <= 0 && value.precision() < 18
                    ? JsonNodeFactory.instance.numberNode(value.longValueExact())
                    : JsonNodeFactory.instance.numberNode(value);
        } catch (NumberFormatException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
