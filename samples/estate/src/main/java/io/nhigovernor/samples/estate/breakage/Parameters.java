package io.nhigovernor.samples.estate.breakage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads parameters, saying which is missing. */
final class Parameters {
    private Parameters() {}

    static String text(JsonNode parameters, String name) {
        var node = parameters.path(name);
        if (!node.isValueNode() || node.asText().isEmpty()) {
            throw new IllegalArgumentException("parameter " + name + " is missing");
        }
        return node.asText();
    }

    static List<String> texts(JsonNode parameters, String name) {
        var texts = new ArrayList<String>();
        parameters.path(name).forEach(node -> texts.add(node.asText()));
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("parameter " + name + " must be a list with at least one entry");
        }
        return texts;
    }

    static Duration millis(JsonNode parameters, String name) {
        var node = parameters.path(name);
        if (!node.canConvertToLong() || node.asLong() < 0 || node.asLong() > 600_000) {
            throw new IllegalArgumentException("parameter " + name + " must be 0 to 600000 milliseconds");
        }
        return Duration.ofMillis(node.asLong());
    }
}
