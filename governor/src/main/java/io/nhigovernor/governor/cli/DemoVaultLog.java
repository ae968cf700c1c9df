package io.nhigovernor.governor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demonstration's Vault itself says, read from its audit log: which versions of which path it was given, who logged in with
 * which generation, and which certificates it signed and revoked.
 *
 * @param versions newest version of each secret that somebody reads, by identity
 * @param logins good ones by role and generation; those with a secret id that names none are counted as {@link #UNNAMED}
 * @param lastLogin with which generation each role logged in last
 * @param refusedLogins by auth mount, with a secret id that Vault did not know, or no longer
 * @param signed serials by common name, oldest first
 * @param revoked serials
 */
record DemoVaultLog(
        Map<String, Long> versions,
        Map<String, Map<String, Long>> logins,
        Map<String, String> lastLogin,
        Map<String, Long> refusedLogins,
        Map<String, List<String>> signed,
        Set<String> revoked) {
    static final String UNNAMED = "from before";
    private static final String DELIVERED = "secret/data/estate/";
    private static final Pattern LOGIN = Pattern.compile("auth/([^/]+)/login");
    private static final Pattern SIGNED = Pattern.compile("pki/(issue|sign)/[^/]+");
    private static final String REVOKED = "pki/revoke";

    static DemoVaultLog read(Path file) throws IOException {
        DemoVaultLog log = new DemoVaultLog(
                new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // Most lines are looks at versions: a parser for each of them would take longer than the demonstration.
                if (line.contains("\"type\":\"response\"")
                        && (line.contains("/login\"") || line.contains(DELIVERED) || line.contains("\"pki/"))) {
                    log.take(Json.parse(line.getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        return log;
    }

    private void take(JsonNode entry) {
        String path = entry.at("/request/path").asText();
        boolean good = entry.path("error").isMissingNode();
        Matcher login = LOGIN.matcher(path);
        if (login.matches()) {
            login(login.group(1), good, entry.at("/auth/metadata"));
        } else if (path.startsWith(DELIVERED)
                && entry.at("/response/data/version").isIntegralNumber()) {
            String identity = path.substring(DELIVERED.length()).replaceFirst("/.*", "");
            versions.merge(identity, entry.at("/response/data/version").longValue(), Long::max);
        } else if (good && SIGNED.matcher(path).matches()) {
            signed.computeIfAbsent(entry.at("/request/data/common_name").asText(), unused -> new ArrayList<>())
                    .add(entry.at("/response/data/serial_number").asText());
        } else if (good && path.equals(REVOKED)) {
            revoked.add(entry.at("/request/data/serial_number").asText());
        }
    }

    private void login(String mount, boolean good, JsonNode metadata) {
        String role = metadata.path("role_name").asText();
        if (!good || role.isEmpty()) {
            refusedLogins.merge(mount, 1L, Long::sum);
            return;
        }
        String generation = metadata.path("generation").asText(UNNAMED);
        logins.computeIfAbsent(role, unused -> new TreeMap<>()).merge(generation, 1L, Long::sum);
        lastLogin.put(role, generation);
    }
}
