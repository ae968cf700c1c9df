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
 * What the demonstration's PostgreSQL itself says, read from its log. Callers call themselves by their identity; the roles of a pair are
 * called after it.
 *
 * @param logins of callers, by role
 * @param lastLogin as which role each caller logged in last, by identity
 * @param refused logins by role, the governor's own proofs among them
 * @param closed how often each role was told that it may not log in
 */
record DemoDatabaseLog(
        Map<String, Long> logins, Map<String, String> lastLogin, Map<String, Long> refused, Map<String, Long> closed) {
    private static final String READY = "connection ready:";

    static DemoDatabaseLog read(Path file) throws IOException {
        var log = new DemoDatabaseLog(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(READY) || line.contains("\"FATAL\"")) {
                    log.take(Json.parse(line.getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        return log;
    }

    private void take(JsonNode line) {
        String role = line.path("user").asText();
        String application = line.path("application_name").asText();
        if (line.path("error_severity").asText().equals("FATAL")) {
            refused.merge(role, 1L, Long::sum);
            if (line.path("message").asText().endsWith("is not permitted to log in")) {
                closed.merge(role, 1L, Long::sum);
            }
        } else if (role.equals(first(application)) || role.equals(second(application))) {
            logins.merge(role, 1L, Long::sum);
            lastLogin.put(application, role);
        }
    }

    /** The role that an identity's consumers used from before. */
    static String first(String identity) {
        return identity.replace('-', '_') + "_a";
    }

    /** The one that its candidate is. */
    static String second(String identity) {
        return identity.replace('-', '_') + "_b";
    }
}
