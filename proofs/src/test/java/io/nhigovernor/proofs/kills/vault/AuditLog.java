package io.nhigovernor.proofs.kills.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nhigovernor.proofs.kills.RequestLog.Effect;
import io.nhigovernor.proofs.kills.RequestLog.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Vault's own log of what a governor had it change. */
final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of these a second one would be an orphan, or a value that nobody meant. */
    private static final Set<String> ONCE =
            Set.of(Steps.KEEP, Steps.ACCEPT, Steps.POINTER, Steps.SECRET_ID, Steps.SIGN);

    private AuditLog() {}

    /** @param who under which name the log knows the governor */
    static List<Line> read(Path log, String who, Instant since) throws IOException {
        var lines = new ArrayList<Line>();
        try (var all = Files.newBufferedReader(log)) {
            for (var text = all.readLine(); text != null; text = all.readLine()) {
                if (text.contains(who)) {
                    line(JSON.readTree(text), who, since).ifPresent(lines::add);
                }
            }
        }
        return List.copyOf(lines);
    }

    private static Optional<Line> line(JsonNode entry, String who, Instant since) {
        var request = entry.path("request");
        var at = Instant.parse(entry.path("time").asText());
        if (!entry.at("/auth/display_name").asText().equals(who)
                || !request.path("operation").asText().matches("create|update|delete|patch")
                || at.isBefore(since)) {
            return Optional.empty();
        }
        var path = request.path("path").asText();
        var step = Steps.of(path);
        boolean asked = entry.path("type").asText().equals("request");
        if (step.isEmpty() || !asked && !entry.path("error").asText().isEmpty()) {
            return Optional.empty();
        }
        var told = request.at("/headers/x-intent/0").asText().split(" ", 3);
        var operation = told[0];
        return Optional.of(new Line(
                at,
                asked ? "sent" : "took",
                operation,
                told.length > 1 ? told[1] : "",
                told.length > 2 ? told[2] : "",
                path,
                once(step, operation) ? Effect.ONCE : Effect.AGAIN));
    }

    /** A password that nobody is to know may be changed twice; one that was handed out may not. */
    private static boolean once(String step, String operation) {
        return ONCE.contains(step) || step.equals(Steps.ROTATE) && operation.equals("ADMIT");
    }
}
