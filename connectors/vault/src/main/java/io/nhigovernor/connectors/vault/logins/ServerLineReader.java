package io.nhigovernor.connectors.vault.logins;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.nhigovernor.connectors.vault.tail.LogTail;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads one line as a stream. A failed statement stands in it with everything that its sender wrote, a password perhaps: what is not
 * wanted is skipped without being kept. Never throws for what a line holds.
 */
final class ServerLineReader {
    private static final int FIELD_MAX = 2_000;
    private static final Set<String> KEPT = Set.of(
            "timestamp", "user", "dbname", "session_id", "error_severity", "state_code", "message", "application_name");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSS]");

    /** Others are abbreviations that mean several zones. */
    private static final Set<String> UNIVERSAL = Set.of("UTC", "GMT");

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(LogTail.LINE_MAX)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private ServerLineReader() {}

    /** Empty if it is no line of {@code jsonlog}, or its time is not UTC's. */
    static Optional<ServerLine> read(byte[] line, int length) {
        try (JsonParser parser = JSON.createParser(line, 0, length)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? read(parser) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** When a line was written. */
    static Optional<Instant> time(byte[] line, int length) {
        return read(line, length).map(ServerLine::at);
    }

    private static Optional<ServerLine> read(JsonParser parser) throws IOException {
        Map<String, String> texts = new HashMap<>();
        OptionalInt port = OptionalInt.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (KEPT.contains(name) && value == JsonToken.VALUE_STRING) {
                String text = parser.getText();
                texts.put(name, text.substring(0, Math.min(text.length(), FIELD_MAX)));
            } else if (name.equals("remote_port") && value == JsonToken.VALUE_NUMBER_INT) {
                port = OptionalInt.of(parser.getIntValue());
            } else {
                parser.skipChildren();
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT
                || texts.getOrDefault("session_id", "").isEmpty()) {
            return Optional.empty();
        }
        OptionalInt from = port;
        return instant(texts.getOrDefault("timestamp", ""))
                .map(at -> new ServerLine(
                        at,
                        texts.getOrDefault("session_id", ""),
                        texts.getOrDefault("user", ""),
                        texts.getOrDefault("dbname", ""),
                        from,
                        texts.getOrDefault("error_severity", ""),
                        texts.getOrDefault("state_code", ""),
                        texts.getOrDefault("message", ""),
                        texts.getOrDefault("application_name", "")));
    }

    private static Optional<Instant> instant(String text) {
        int zone = text.lastIndexOf(' ');
        if (zone < 0 || !UNIVERSAL.contains(text.substring(zone + 1))) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    LocalDateTime.parse(text.substring(0, zone), TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
