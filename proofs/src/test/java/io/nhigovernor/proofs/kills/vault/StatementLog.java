package io.nhigovernor.proofs.kills.vault;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nhigovernor.proofs.kills.RequestLog.Effect;
import io.nhigovernor.proofs.kills.RequestLog.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** PostgreSQL's own log of who let which role in, or shut it out. */
final class StatementLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "nhi-governor";
    private static final Pattern SWITCH = Pattern.compile(".*ALTER ROLE \"(.+)\" (NO)?LOGIN");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'UTC'");

    private StatementLog() {}

    /**
     * @param ours how the names of the roles of this world end
     * @param operations what the ledger says each intent is for: of its log line PostgreSQL lets a client choose few letters only
     */
    static List<Line> read(Path journal, Pattern ours, Instant since, Map<String, String> operations)
            throws IOException {
        var lines = new ArrayList<Line>();
        for (var text : Files.readAllLines(journal)) {
            var line = JSON.readTree(text);
            var session = line.path("application_name").asText();
            var found = SWITCH.matcher(line.path("message").asText());
            if (session.startsWith(OURS)
                    && found.matches()
                    && ours.matcher(found.group(1)).matches()) {
                var at = LocalDateTime.parse(line.path("timestamp").asText(), TIME)
                        .toInstant(ZoneOffset.UTC);
                // How the session calls itself.
                var intent = session.substring(OURS.length()).strip();
                if (at.isAfter(since)) {
                    lines.add(new Line(
                            at,
                            "sent",
                            operations.getOrDefault(intent, "none known"),
                            intent,
                            "",
                            "login of " + found.group(1),
                            Effect.AGAIN));
                }
            }
        }
        return List.copyOf(lines);
    }
}
