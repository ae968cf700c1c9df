package io.nhigovernor.samples.estate.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who logged in to a PostgreSQL, by its log and nothing else. A caller gives its identity as its application's name; its two roles are
 * called after it, and end in {@code _a} and {@code _b}.
 */
final class DatabaseRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<Entry>> logins = new TreeMap<>();
    private final Map<String, List<Entry>> refusals = new TreeMap<>();

    /** @param text the role's letter, or the server's sentence */
    private record Entry(String at, String text) {}

    static DatabaseRecord read(Path log) throws IOException {
        var record = new DatabaseRecord();
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("connection ready:") || line.contains("\"FATAL\"")) {
                    record.take(JSON.readTree(line));
                }
            }
        }
        return record;
    }

    private void take(JsonNode line) {
        var user = line.path("user").asText();
        var at = line.path("timestamp").asText();
        var application = line.path("application_name").asText();
        if (line.path("error_severity").asText().equals("FATAL")) {
            refusals.computeIfAbsent(user, unused -> new ArrayList<>())
                    .add(new Entry(at, line.path("message").asText()));
        } else if (user.startsWith(application.replace('-', '_') + "_") && !application.isEmpty()) {
            logins.computeIfAbsent(application, unused -> new ArrayList<>())
                    .add(new Entry(at, user.substring(user.length() - 1)));
        }
    }

    List<String> callers(String prefix) {
        return logins.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    /** As which roles it logged in, one after the other. */
    List<String> rolesOf(String caller) {
        var roles = new ArrayList<String>();
        for (var login : logins.getOrDefault(caller, List.of())) {
            if (roles.isEmpty() || !roles.getLast().equals(login.text())) {
                roles.add(login.text());
            }
        }
        return roles;
    }

    String lastLogin(String caller) {
        return logins.getOrDefault(caller, List.of()).getLast().at();
    }

    /** In the server's words. */
    List<String> refusals(String caller, String role) {
        return refused(caller, role).stream().map(Entry::text).toList();
    }

    String lastRefusal(String caller, String role) {
        return refused(caller, role).getLast().text();
    }

    /** When its second role was refused in such words last. */
    String lastTime(String caller, String words) {
        return refused(caller, "b").stream()
                .filter(entry -> entry.text().startsWith(words))
                .toList()
                .getLast()
                .at();
    }

    private List<Entry> refused(String caller, String role) {
        return refusals.getOrDefault(caller.replace('-', '_') + "_" + role, List.of());
    }
}
