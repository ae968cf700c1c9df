package io.nhigovernor.samples.estate.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a Vault did, by the responses in its audit log and nothing else, in their order. */
final class VaultRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String CONSUMERS = "estate";

    /** Versions that consumers were given, by the identity they are delivered to. */
    final Map<String, List<Long>> versions = new TreeMap<>();

    /** Secret ids that were registered by their value, as the log hashes them, by role of the mount {@code approle}. */
    final Map<String, List<String>> registered = new TreeMap<>();

    /** Serials that were issued or signed, by common name. */
    final Map<String, List<String>> signed = new TreeMap<>();

    final Set<String> revoked = new TreeSet<>();
    private final List<Login> logins = new ArrayList<>();
    private final Map<String, String> roles = new HashMap<>();

    /**
     * A login at any mount of AppRole.
     *
     * @param roleId as the log hashes it, and so the next
     * @param generation that the secret id's metadata names, {@code adopted} if it names none; empty if the login was refused
     */
    record Login(String mount, String roleId, String secretId, boolean good, String generation) {}

    static VaultRecord read(Path log) throws IOException {
        var record = new VaultRecord();
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("secret/data/estate/")
                        || line.contains("/login\"")
                        || line.contains("/custom-secret-id\"")
                        || line.contains("\"pki/")) {
                    var entry = JSON.readTree(line);
                    if (entry.path("type").asText().equals("response")) {
                        record.take(entry);
                    }
                }
            }
        }
        return record;
    }

    private void take(JsonNode entry) {
        var path = entry.at("/request/path").asText();
        var parts = path.split("/");
        var request = entry.at("/request/data");
        boolean good = !entry.has("error");
        if (parts.length == 3 && parts[0].equals("auth") && parts[2].equals("login")) {
            login(parts[1], entry);
        } else if (!good) {
            return;
        } else if (path.startsWith("auth/approle/role/") && path.endsWith("/custom-secret-id")) {
            all(registered, parts[3]).add(request.path("secret_id").asText());
        } else if (path.equals("pki/issue/workload") || path.equals("pki/sign/workload")) {
            all(signed, request.path("common_name").asText())
                    .add(entry.at("/response/data/serial_number").asText());
        } else if (path.equals("pki/revoke")) {
            revoked.add(request.path("serial_number").asText());
        } else if (path.startsWith("secret/data/estate/")
                && entry.at("/request/operation").asText().equals("read")
                && entry.at("/auth/policies")
                        .valueStream()
                        .anyMatch(policy -> policy.asText().equals(CONSUMERS))
                && entry.at("/response/data/metadata/version").isNumber()) {
            all(versions, parts[3])
                    .add(entry.at("/response/data/metadata/version").asLong());
        }
    }

    private void login(String mount, JsonNode entry) {
        var request = entry.at("/request/data");
        var metadata = entry.at("/auth/metadata");
        var roleId = request.path("role_id").asText();
        boolean good = !entry.has("error") && metadata.has("role_name");
        if (good) {
            roles.put(roleId, metadata.path("role_name").asText());
        }
        logins.add(new Login(
                mount,
                roleId,
                request.path("secret_id").asText(),
                good,
                good ? metadata.path("generation").asText("adopted") : ""));
    }

    /** By the name of a role: a refused login bears its id only, which good ones tell. */
    List<Login> loginsOf(String role) {
        return logins.stream()
                .filter(login -> role.equals(roles.get(login.roleId())))
                .toList();
    }

    /** Roles that ever logged in. */
    Set<String> roles() {
        return new TreeSet<>(roles.values());
    }

    private static <V> List<V> all(Map<String, List<V>> map, String key) {
        return map.computeIfAbsent(key, unused -> new ArrayList<>());
    }
}
