package io.nhigovernor.proofs.kills.vault;

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
    /** When, and how the session calls itself. */
    static final String PREFIX = "%m|%a|";

    private static final Pattern SWITCH =
            Pattern.compile("([0-9: .-]+) UTC\\|nhi-governor ?([^|]*)\\|LOG: .*ALTER ROLE \"(.+)\" (NO)?LOGIN");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    private StatementLog() {}

    /**
     * @param ours how the names of the roles of this world end
     * @param operations what the ledger says each intent is for: of its log line PostgreSQL lets a client choose few letters only
     */
    static List<Line> read(Path log, Pattern ours, Instant since, Map<String, String> operations) throws IOException {
        var lines = new ArrayList<Line>();
        for (var text : Files.readAllLines(log)) {
            var found = SWITCH.matcher(text);
            if (found.matches() && ours.matcher(found.group(3)).matches()) {
                var at = LocalDateTime.parse(found.group(1), TIME).toInstant(ZoneOffset.UTC);
                var intent = found.group(2);
                if (at.isAfter(since)) {
                    lines.add(new Line(
                            at,
                            "sent",
                            operations.getOrDefault(intent, "none known"),
                            intent,
                            "",
                            "login of " + found.group(3),
                            Effect.AGAIN));
                }
            }
        }
        return List.copyOf(lines);
    }
}
