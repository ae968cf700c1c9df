package io.nhigovernor.samples.estate.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The world outside the governor, read from the local connector's files without any code of it. */
public record Outside(Path home) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A credential, and one of its holders where it is about a delivery; as {@code credential@identity} or {@code credential}. */
    public record Subject(String text) {
        boolean target() {
            return text.indexOf('@') >= 0;
        }

        String credential() {
            return target() ? text.substring(0, text.indexOf('@')) : text;
        }

        String identity() {
            return text.substring(text.indexOf('@') + 1);
        }
    }

    private static String flat(String id) {
        return id.replace('/', '~');
    }

    private Path delivered(Subject target) {
        return home.resolve("delivered").resolve(target.identity()).resolve(flat(target.credential()));
    }

    /** Every accept document, by credential. */
    public Map<String, JsonNode> accepts() throws IOException {
        var all = new TreeMap<String, JsonNode>();
        try (var found = Files.list(home.resolve("accept"))) {
            for (var file : found.filter(path -> path.toString().endsWith(".json"))
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .toList()) {
                var document = JSON.readTree(Files.readAllBytes(file));
                all.put(document.path("credential").asText(), document);
            }
        }
        return all;
    }

    /** Every target the accept documents name. */
    public List<Subject> targets() throws IOException {
        var targets = new ArrayList<Subject>();
        accepts()
                .forEach((credential, document) -> document.path("holders")
                        .forEach(holder -> targets.add(new Subject(credential + "@" + holder.asText()))));
        return targets;
    }

    /** What a target's link shows. */
    public record Pointer(long version, String generation, String intent) {}

    public Pointer pointer(Subject target) throws IOException {
        var folder = delivered(target).resolve("current").toRealPath();
        return new Pointer(
                Long.parseLong(Files.readString(folder.resolve("version")).strip()),
                Files.readString(folder.resolve("fingerprint")).strip(),
                Files.readString(folder.resolve("intent")).strip());
    }
}
