package io.nhigovernor.governor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the JSON schemas of our values must say, by reflection over their records. */
final class ViewSchemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    final Map<String, ObjectNode> schemas = new TreeMap<>();

    ObjectNode of(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return ofParameterized(parameterized);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return typed("string");
        } else if (plain == int.class || plain == long.class || plain == Integer.class || plain == Long.class) {
            return typed("integer");
        } else if (plain == double.class || plain == Double.class) {
            return typed("number");
        } else if (plain == boolean.class) {
            return typed("boolean");
        } else if (plain == Instant.class) {
            return typed("string").put("format", "date-time");
        } else if (plain == Duration.class) {
            return typed("string").put("format", "duration");
        } else if (plain == URI.class) {
            return typed("string").put("format", "uri");
        } else if (plain.isEnum()) {
            ObjectNode node = typed("string");
            for (Object constant : plain.getEnumConstants()) {
                node.withArray("enum").add(((Enum<?>) constant).name());
            }
            return node;
        }
        if (!schemas.containsKey(plain.getSimpleName())) {
            schemas.put(plain.getSimpleName(), JSON.objectNode());
            schemas.put(plain.getSimpleName(), plain.isSealed() ? oneOf(plain) : object(plain));
        }
        return reference(plain.getSimpleName());
    }

    void page(String name, Class<?> item) {
        ObjectNode page = typed("object");
        ObjectNode properties = page.putObject("properties");
        properties.putObject("items").put("type", "array").set("items", of(item));
        properties.set("next", nullable(typed("string")));
        page.putArray("required").add("items").add("next");
        schemas.put(name, page);
    }

    private ObjectNode ofParameterized(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (raw == Optional.class) {
            return nullable(of(arguments[0]));
        }
        if (raw == List.class) {
            ObjectNode node = typed("array");
            node.set("items", of(arguments[0]));
            return node;
        }
        if (Map.class.isAssignableFrom(raw)) {
            ObjectNode node = typed("object");
            node.set("additionalProperties", of(arguments[1]));
            return node;
        }
        throw new IllegalStateException("no schema for " + type);
    }

    private ObjectNode oneOf(Class<?> sealed) {
        ObjectNode node = JSON.objectNode();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            ObjectNode constant = object(permitted);
            ((ObjectNode) constant.get("properties")).putObject("type").put("const", permitted.getSimpleName());
            constant.withArray("required").add("type");
            schemas.put(permitted.getSimpleName(), constant);
            node.withArray("oneOf").add(reference(permitted.getSimpleName()));
        }
        node.putObject("discriminator").put("propertyName", "type");
        return node;
    }

    private ObjectNode object(Class<?> type) {
        ObjectNode node = typed("object");
        ObjectNode properties = node.putObject("properties");
        boolean absent = type.isAnnotationPresent(JsonInclude.class);
        node.putArray("required");
        for (RecordComponent component : type.getRecordComponents()) {
            boolean optional = component.getType() == Optional.class;
            Type shown = optional && absent
                    ? ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
                    : component.getGenericType();
            properties.set(component.getName(), of(shown));
            if (!optional || !absent) {
                node.withArray("required").add(component.getName());
            }
        }
        return node;
    }

    private static ObjectNode nullable(ObjectNode node) {
        if (node.has("$ref")) {
            ObjectNode either = JSON.objectNode();
            either.withArray("oneOf").add(node).add(typed("null"));
            return either;
        }
        String type = node.get("type").textValue();
        node.putArray("type").add(type).add("null");
        return node;
    }

    private static ObjectNode reference(String name) {
        return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private static ObjectNode typed(String type) {
        return JSON.objectNode().put("type", type);
    }
}
