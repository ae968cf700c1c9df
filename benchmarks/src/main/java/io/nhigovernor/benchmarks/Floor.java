package io.nhigovernor.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.nhigovernor.testkit.servers.VaultAnswer;
import io.nhigovernor.testkit.servers.VaultHttp;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The same requests for as many targets by a raw HTTP client that decides nothing and records nothing: so many targets at a time as the
 * governor has permits, and one request after the other for each. No governor can be faster with these requests.
 */
final class Floor {
    private final VaultHttp vault;
    private final Recording recording;
    private final Map<String, Map<Integer, JsonNode>> answers = new ConcurrentHashMap<>();

    Floor(VaultHttp vault, Recording recording) {
        this.vault = vault;
        this.recording = recording;
    }

    Phases run(Targets targets) throws IOException {
        var identities = targets.identities();
        return new Phases(
                timed(identities, recording.forward()),
                timed(identities, recording.disable()),
                timed(identities, recording.retire()));
    }

    private Duration timed(List<String> identities, List<Recording.Step> steps) {
        long began = System.nanoTime();
        Workers.each(identities, BenchedGovernor.PERMITS, identity -> repeat(identity, steps));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void repeat(String identity, List<Recording.Step> steps) {
        var heard = answers.computeIfAbsent(identity, key -> new HashMap<>());
        for (var step : steps) {
            var by = step.as().isPresent() ? vault.with(text(heard, step.as().get(), "")) : vault;
            var answer = send(by, step, identity, heard);
            if (answer.status() != 404 && answer.good() == step.refused()) {
                throw new IllegalStateException("the floor's " + step.operation() + " " + step.path()
                        + " was answered with " + answer.status() + ": "
                        + answer.body().path("errors"));
            }
            heard.put(step.number(), answer.body());
        }
    }

    private VaultAnswer send(VaultHttp by, Recording.Step step, String identity, Map<Integer, JsonNode> heard) {
        var path = place(step.path(), identity);
        var body = filled(step.body(), step.told(), identity, heard);
        return switch (step.operation()) {
            case "read" -> by.get(path + query(body));
            case "list" -> by.get(path.replaceAll("/$", "") + "?list=true");
            case "patch" -> by.patch(path, fields(body));
            default -> by.post(path, fields(body));
        };
    }

    private String place(String path, String identity) {
        return path.replace(recording.identity(), identity)
                .replaceFirst("^secret/", Kind.Mounts.FLOOR.kv() + "/")
                .replaceFirst("auth/approle/", "auth/" + Kind.Mounts.FLOOR.appRole() + "/");
    }

    private static String query(JsonNode body) {
        var query = new StringBuilder();
        body.properties()
                .forEach(field -> query.append(query.isEmpty() ? '?' : '&')
                        .append(field.getKey())
                        .append('=')
                        .append(URLEncoder.encode(
                                field.getValue().isArray()
                                        ? field.getValue().path(0).asText()
                                        : field.getValue().asText(),
                                StandardCharsets.UTF_8)));
        return query.toString();
    }

    private static Map<String, JsonNode> fields(JsonNode body) {
        var fields = new TreeMap<String, JsonNode>();
        body.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    /** What was sent for the recorded target, with this one's name, and with what Vault told of this one. */
    private JsonNode filled(
            JsonNode node, Map<String, Recording.Told> told, String identity, Map<Integer, JsonNode> heard) {
        if (node.isTextual()) {
            var text = node.asText();
            var known = told.get(text);
            var now = known == null ? text : text(heard, known, text);
            return TextNode.valueOf(now.replace(recording.identity(), identity));
        }
        if (node instanceof ArrayNode array) {
            var filled = Api.JSON.createArrayNode();
            array.forEach(one -> filled.add(filled(one, told, identity, heard)));
            return filled;
        }
        if (node instanceof ObjectNode object) {
            var filled = Api.JSON.createObjectNode();
            object.properties()
                    .forEach(field -> filled.set(field.getKey(), filled(field.getValue(), told, identity, heard)));
            return filled;
        }
        return node;
    }

    private static String text(Map<Integer, JsonNode> heard, Recording.Told told, String otherwise) {
        var answer = heard.get(told.step());
        var found = answer == null ? null : answer.at(told.pointer());
        return found == null || !found.isTextual() ? otherwise : found.asText();
    }
}
