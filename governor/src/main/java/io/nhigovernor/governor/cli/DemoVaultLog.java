package io.nhigovernor.governor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the demonstration's Vault itself says, read from its audit log: which versions of which path it was given, and who logged in with
 * which generation.
 *
 * @param versions newest version of each secret that somebody reads, by identity
 * @param logins good ones by credential and generation; those with a secret id that names none are counted as {@link #UNNAMED}
 * @param refusedLogins with a secret id that Vault did not know, or no longer
 */
record DemoVaultLog(Map<String, Long> versions, Map<String, Map<String, Long>> logins, long refusedLogins) {
    static final String UNNAMED = "from before";
    private static final String DELIVERED = "secret/data/estate/";
    private static final String LOGIN = "auth/approle/login";

    static DemoVaultLog read(Path file) throws IOException {
        Map<String, Long> versions = new TreeMap<>();
        Map<String, Map<String, Long>> logins = new TreeMap<>();
        long refused = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // Most lines are looks at versions: a parser for each of them would take longer than the demonstration.
                if (!line.contains("\"type\":\"response\"") || !(line.contains(LOGIN) || line.contains(DELIVERED))) {
                    continue;
                }
                JsonNode entry = Json.parse(line.getBytes(StandardCharsets.UTF_8));
                String path = entry.at("/request/path").asText();
                if (path.equals(LOGIN)) {
                    JsonNode metadata = entry.at("/auth/metadata");
                    if (entry.path("error").isMissingNode() && metadata.has("role_name")) {
                        logins.computeIfAbsent(metadata.path("role_name").asText(), unused -> new TreeMap<>())
                                .merge(metadata.path("generation").asText(UNNAMED), 1L, Long::sum);
                    } else {
                        refused++;
                    }
                } else if (path.startsWith(DELIVERED)
                        && entry.at("/response/data/version").isIntegralNumber()) {
                    String identity = path.substring(DELIVERED.length()).replaceFirst("/.*", "");
                    versions.merge(identity, entry.at("/response/data/version").longValue(), Long::max);
                }
            }
        }
        return new DemoVaultLog(versions, logins, refused);
    }
}
