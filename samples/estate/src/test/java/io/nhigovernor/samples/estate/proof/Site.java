package io.nhigovernor.samples.estate.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.samples.estate.service.ServiceKind;
import io.nhigovernor.testkit.servers.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The folder of one run: the governor's configuration and data, the estate's home and documents, tokens, logs and captures. */
public record Site(Path root, Map<String, Integer> ports) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Empties {@code root} first. @param engine the engine's times, by name */
    public static Site make(Path root, Map<String, String> engine) throws IOException, GeneralSecurityException {
        return make(root, engine, Site::local);
    }

    /** The same with other connectors. @param connectors the section of each by its name */
    public static Site make(
            Path root, Map<String, String> engine, Function<Site, Map<String, Map<String, String>>> connectors)
            throws IOException, GeneralSecurityException {
        Folders.empty(root);
        var site = new Site(root.toRealPath(), freePorts());
        for (var folder : new String[] {"tokens", "logs", "captures"}) {
            Files.createDirectories(site.root.resolve(folder));
        }
        site.configure(engine, connectors.apply(site));
        return site;
    }

    private static Map<String, Integer> freePorts() {
        var ports = new TreeMap<String, Integer>();
        for (var kind : ServiceKind.values()) {
            ports.put(kind.service(), Ports.free());
        }
        for (var name : new String[] {"governor", "control"}) {
            ports.put(name, Ports.free());
        }
        return ports;
    }

    private Map<String, Map<String, String>> local() {
        return Map.of(
                "local", Map.of("home", home().toString(), "keyFile", keyFile().toString(), "settle", "PT0.5S"));
    }

    private void configure(Map<String, String> engine, Map<String, Map<String, String>> connectors)
            throws IOException, GeneralSecurityException {
        var configuration = JSON.createObjectNode();
        configuration.put("data", data().toString());
        configuration.putObject("listen").put("host", "127.0.0.1").put("port", port("governor"));
        var tokens = configuration.putArray("tokens");
        token(tokens.addObject(), "operator", "operate");
        token(tokens.addObject(), "approver", "approve");
        for (var kind : ServiceKind.values()) {
            var node = token(tokens.addObject(), kind.service(), "signal:" + kind.service());
            node.putArray("identities").add("*");
        }
        var sections = configuration.putObject("connectors");
        connectors.forEach((name, section) -> section.forEach(sections.withObject("/" + name)::put));
        engine.forEach(configuration.putObject("engine")::put);
        Files.writeString(configuration(), configuration.toPrettyString());
    }

    private ObjectNode token(ObjectNode node, String name, String scope) throws IOException, GeneralSecurityException {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        var value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Files.writeString(tokens().resolve(name + ".token"), value + "\n");
        var digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        node.put("name", name).putArray("scopes").add(scope);
        return node.put("sha256", HexFormat.of().formatHex(digest));
    }

    public int port(String name) {
        var port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no port for " + name);
        }
        return port;
    }

    public URI governor() {
        return URI.create("http://127.0.0.1:" + port("governor"));
    }

    public URI control() {
        return URI.create("http://127.0.0.1:" + port("control"));
    }

    public Path home() {
        return root.resolve("home");
    }

    public Path keyFile() {
        return root.resolve("store.key");
    }

    public Path data() {
        return root.resolve("data");
    }

    public Path configuration() {
        return root.resolve("governor.json");
    }

    public Path documents() {
        return root.resolve("documents");
    }

    public Path tokens() {
        return root.resolve("tokens");
    }

    public Path captures() {
        return root.resolve("captures");
    }

    public String token(String name) throws IOException {
        return Files.readString(tokens().resolve(name + ".token")).strip();
    }
}
