package io.nhigovernor.connectors.parts.accept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.Version;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The JSON of an accept document, as relying parties read it. */
public final class AcceptJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Function<List<String>, String> jwks;

    /** @param jwks makes a JWK set of public JWKs */
    public AcceptJson(Function<List<String>, String> jwks) {
        this.jwks = jwks;
    }

    public byte[] write(AcceptDocument document) throws IOException {
        return JSON.writeValueAsBytes(tree(document));
    }

    /** The same as a tree. */
    public ObjectNode tree(AcceptDocument document) throws IOException {
        var root = JSON.createObjectNode();
        root.put("credential", document.credential());
        root.put("kind", document.kind().name());
        root.put("version", document.version().value());
        var holders = root.putArray("holders");
        document.holders().forEach(holders::add);
        var generations = root.putArray("generations");
        for (var generation : document.generations()) {
            write(generation, generations.addObject());
        }
        if (document.kind() == CredentialKind.OIDC_KEY) {
            var enabled = document.generations().stream()
                    .filter(Generation::enabled)
                    .flatMap(generation -> generation.publicPart().stream())
                    .toList();
            root.set("jwks", JSON.readTree(jwks.apply(enabled)));
        }
        var destroyed = root.putArray("destroyed");
        for (var gone : document.destroyed()) {
            var node = destroyed.addObject();
            node.put("fingerprint", gone.fingerprint().value());
            node.put("intent", gone.intent());
            gone.attempt().ifPresent(attempt -> node.put("attempt", attempt));
            gone.serial().ifPresent(serial -> node.put("serial", serial));
        }
        return root;
    }

    private static void write(Generation generation, ObjectNode node) throws JsonProcessingException {
        node.put("fingerprint", generation.fingerprint().value());
        node.put("status", generation.enabled() ? "enabled" : "disabled");
        generation.attempt().ifPresent(attempt -> node.put("attempt", attempt));
        node.put("intent", generation.intent());
        node.put("admittedAt", generation.admittedAt().toString());
        generation.validity().notBefore().ifPresent(from -> node.put("notBefore", from.toString()));
        generation.validity().notAfter().ifPresent(to -> node.put("notAfter", to.toString()));
        switch (generation.evidence()) {
            case Evidence.SaltedHash salted -> node.put("salt", salted.salt()).put("hash", salted.hash());
            case Evidence.Leaf leaf -> {
                node.put("spki", leaf.spki()).put("serial", leaf.serial()).put("chain", leaf.chain());
                if (leaf.doubtful()) {
                    node.put("doubtful", true);
                }
            }
            case Evidence.Signing signing -> node.put("spki", signing.spki());
            case Evidence.PublicJwk jwk -> node.set("jwk", JSON.readTree(jwk.json()));
            case Evidence.SecretId secretId -> node.put("accessor", secretId.accessor());
            case Evidence.DatabaseRole role -> {
                node.put("role", role.role()).put("username", role.username()).put("rotation", role.rotation());
                if (role.doubtful()) {
                    node.put("doubtful", true);
                }
            }
            case Evidence.Rotating rotating ->
                node.put("role", rotating.role())
                        .put("username", rotating.username())
                        .put("before", rotating.before());
        }
    }

    public AcceptDocument read(byte[] bytes) throws IOException {
        return read(JSON.readTree(bytes));
    }

    /** @throws IOException if this is no accept document */
    public AcceptDocument read(JsonNode root) throws IOException {
        try {
            var kind = CredentialKind.valueOf(text(root, "kind"));
            var holders = new ArrayList<String>();
            root.required("holders").forEach(holder -> holders.add(holder.asText()));
            var generations = new ArrayList<Generation>();
            for (var node : root.required("generations")) {
                generations.add(generation(kind, node));
            }
            var destroyed = new ArrayList<Destroyed>();
            for (var node : root.path("destroyed")) {
                destroyed.add(new Destroyed(
                        new Fingerprint(text(node, "fingerprint")),
                        text(node, "intent"),
                        optional(node, "attempt"),
                        optional(node, "serial")));
            }
            return new AcceptDocument(
                    text(root, "credential"),
                    kind,
                    new Version(root.required("version").longValue()),
                    holders,
                    generations,
                    destroyed);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("not an accept document: " + e.getMessage(), e);
        }
    }

    private static Generation generation(CredentialKind kind, JsonNode node) throws IOException {
        return new Generation(
                new Fingerprint(text(node, "fingerprint")),
                text(node, "status").equals("enabled"),
                optional(node, "attempt"),
                text(node, "intent"),
                Instant.parse(text(node, "admittedAt")),
                new Validity(
                        optional(node, "notBefore").map(Instant::parse),
                        optional(node, "notAfter").map(Instant::parse)),
                evidence(kind, node));
    }

    private static Evidence evidence(CredentialKind kind, JsonNode node) throws IOException {
        return switch (kind) {
            case SECRET -> new Evidence.SaltedHash(text(node, "salt"), text(node, "hash"));
            case CERTIFICATE ->
                node.has("serial")
                        ? new Evidence.Leaf(
                                text(node, "spki"),
                                text(node, "serial"),
                                text(node, "chain"),
                                node.path("doubtful").asBoolean())
                        : new Evidence.Signing(text(node, "spki"));
            case OIDC_KEY -> new Evidence.PublicJwk(JSON.writeValueAsString(node.required("jwk")));
            case APPROLE -> new Evidence.SecretId(text(node, "accessor"));
            case DATABASE ->
                node.has("rotation")
                        ? new Evidence.DatabaseRole(
                                text(node, "role"),
                                text(node, "username"),
                                text(node, "rotation"),
                                node.path("doubtful").asBoolean())
                        : new Evidence.Rotating(text(node, "role"), text(node, "username"), text(node, "before"));
            case OIDC_SECRET, PERMISSIONS -> throw new IOException("not an accept document: no kind " + kind + " here");
        };
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).asText();
    }

    private static Optional<String> optional(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(JsonNode::asText);
    }
}
