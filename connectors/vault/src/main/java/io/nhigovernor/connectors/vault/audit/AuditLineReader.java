package io.nhigovernor.connectors.vault.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.nhigovernor.connectors.vault.audit.AuditLine.Caller;
import io.nhigovernor.connectors.vault.audit.AuditLine.Type;
import io.nhigovernor.connectors.vault.tail.LogTail;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one audit line as a stream: what is not wanted is skipped without being kept. Never throws for what a line holds.
 *
 * <p>Others decide what stands in a line (a caller's request is in it, hashed but whole), so everything is bounded: depth, the line's
 * length, and the length of each field that is kept.
 */
public final class AuditLineReader {
    /** Above what Vault lets a request nest (300). */
    static final int DEPTH_MAX = 400;

    static final int FIELD_MAX = 2_000;
    static final int METADATA_MAX = 64;
    private static final int PREFIX_MAX = 1_024;
    private static final Set<String> DATA_KEPT = Set.of("secret_id", "role_id", "version");

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNameLength(LogTail.LINE_MAX)
                    .maxStringLength(LogTail.LINE_MAX)
                    .build())
            // Keys of a caller's request would fill a shared table for good.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private AuditLineReader() {}

    /** When a line was written; empty if it is no readable one. */
    static Optional<Instant> time(byte[] line, int length) {
        return read(line, length) instanceof Decoded.Line read
                ? Optional.of(read.line().time())
                : Optional.empty();
    }

    /** @param line one line without its end, perhaps with the device's prefix before the object */
    public static Decoded read(byte[] line, int length) {
        if (length > LogTail.LINE_MAX) {
            return new Decoded.Skipped(Decoded.Why.TOO_LONG);
        }
        int from = begin(line, length);
        if (from < 0) {
            return new Decoded.Skipped(Decoded.Why.NO_JSON_OBJECT);
        }
        try (JsonParser parser = JSON.createParser(line, from, length - from)) {
            var fields = new Fields(parser);
            fields.root();
            return parser.nextToken() == null ? fields.line() : new Decoded.Skipped(Decoded.Why.NO_JSON_OBJECT);
        } catch (FieldTooLargeException e) {
            return new Decoded.Skipped(Decoded.Why.FIELD_TOO_LARGE);
        } catch (StreamConstraintsException e) {
            return new Decoded.Skipped(Decoded.Why.OUT_OF_BOUNDS);
        } catch (IOException e) {
            return new Decoded.Skipped(Decoded.Why.MALFORMED);
        }
    }

    /** A prefix may hold a brace of its own; Vault's object begins with a brace and a quote. */
    private static int begin(byte[] line, int length) {
        for (int i = 0; i + 1 < Math.min(length, PREFIX_MAX); i++) {
            if (line[i] == '{' && line[i + 1] == '"') {
                return i;
            }
        }
        return -1;
    }

    private static final class FieldTooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** Reads the value of one field; the parser stands at its first token. */
    private interface Field {
        void read(String name) throws IOException;
    }

    /** What was found so far. */
    private static final class Fields {
        private final JsonParser parser;
        private @Nullable String type;
        private @Nullable String time;
        private @Nullable String error;
        private @Nullable String requestId;
        private @Nullable String namespace;
        private @Nullable String operation;
        private @Nullable String path;
        private @Nullable String mountPoint;
        private @Nullable String mountType;
        private @Nullable String remoteAddress;
        private @Nullable String certificateSerial;
        private @Nullable Caller caller;
        private @Nullable Caller loggedIn;
        private final Map<String, String> data = new HashMap<>();
        private @Nullable String rotated;
        private OptionalLong version = OptionalLong.empty();
        private boolean refused;
        private boolean wrapped;
        private boolean answered;

        Fields(JsonParser parser) {
            this.parser = parser;
        }

        void root() throws IOException {
            parser.nextToken();
            object(name -> {
                switch (name) {
                    case "type" -> type = text();
                    case "time" -> time = text();
                    case "error" -> error = shortened();
                    case "auth" -> caller = caller();
                    case "request" -> object(this::request);
                    case "response" -> object(this::response);
                    default -> parser.skipChildren();
                }
            });
        }

        private void request(String name) throws IOException {
            switch (name) {
                case "id" -> requestId = text();
                case "operation" -> operation = text();
                case "path" -> path = text();
                case "mount_point" -> mountPoint = text();
                case "mount_type" -> mountType = text();
                case "remote_address" -> remoteAddress = text();
                case "client_certificate_serial_number" -> certificateSerial = text();
                case "namespace" ->
                    object(inner -> {
                        if (inner.equals("path")) {
                            namespace = text();
                        } else {
                            parser.skipChildren();
                        }
                    });
                case "data" ->
                    object(inner -> {
                        String value = DATA_KEPT.contains(inner) ? text() : skipped();
                        if (value != null) {
                            data.put(inner, value);
                        }
                    });
                default -> parser.skipChildren();
            }
        }

        private void response(String name) throws IOException {
            switch (name) {
                case "auth" -> loggedIn = caller();
                case "data" -> {
                    answered = parser.currentToken() == JsonToken.START_OBJECT;
                    object(this::responseData);
                }
                case "wrap_info" -> {
                    wrapped = parser.currentToken() == JsonToken.START_OBJECT;
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }

        private void responseData(String name) throws IOException {
            switch (name) {
                case "error" -> {
                    refused = true;
                    parser.skipChildren();
                }
                case "version" -> version();
                case "last_vault_rotation" -> rotated = text();
                case "metadata" ->
                    object(inner -> {
                        if (inner.equals("version")) {
                            version();
                        } else {
                            parser.skipChildren();
                        }
                    });
                default -> parser.skipChildren();
            }
        }

        private void version() throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                version = OptionalLong.of(parser.getLongValue());
            }
            parser.skipChildren();
        }

        private @Nullable Caller caller() throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return null;
            }
            Map<String, String> scalars = new HashMap<>();
            Map<String, String> metadata = new HashMap<>();
            object(name -> {
                switch (name) {
                    case "display_name", "entity_id", "accessor" -> {
                        String value = text();
                        if (value != null) {
                            scalars.put(name, value);
                        }
                    }
                    case "metadata" ->
                        object(inner -> {
                            String value = text();
                            if (value != null
                                    && metadata.put(bounded(inner), value) == null
                                    && metadata.size() > METADATA_MAX) {
                                throw new FieldTooLargeException();
                            }
                        });
                    default -> parser.skipChildren();
                }
            });
            return new Caller(
                    Optional.ofNullable(scalars.get("display_name")),
                    Optional.ofNullable(scalars.get("entity_id")),
                    Optional.ofNullable(scalars.get("accessor")),
                    metadata);
        }

        /** Every field of the object the parser stands at; anything else than an object is skipped. */
        private void object(Field field) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                field.read(name);
            }
        }

        /** The text at hand, or null after skipping whatever else stands there. */
        private @Nullable String text() throws IOException {
            return parser.currentToken() == JsonToken.VALUE_STRING ? bounded(parser.getText()) : skipped();
        }

        /** Vault puts what a caller sent into some errors: too long a one must not hide the line. */
        private @Nullable String shortened() throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return skipped();
            }
            String whole = parser.getText();
            return whole.substring(0, Math.min(whole.length(), FIELD_MAX));
        }

        private @Nullable String skipped() throws IOException {
            parser.skipChildren();
            return null;
        }

        private static String bounded(String text) throws FieldTooLargeException {
            if (text.length() > FIELD_MAX) {
                throw new FieldTooLargeException();
            }
            return text;
        }

        Decoded line() {
            Optional<Instant> at = instant(time);
            if (at.isEmpty() || type == null || requestId == null || requestId.isEmpty()) {
                return new Decoded.Skipped(Decoded.Why.INCOMPLETE);
            }
            Type kind = switch (type) {
                case "request" -> Type.REQUEST;
                case "response" -> Type.RESPONSE;
                default -> Type.OTHER;
            };
            return new Decoded.Line(new AuditLine(
                    kind,
                    at.get(),
                    requestId,
                    Optional.ofNullable(namespace).filter(text -> !text.isEmpty()),
                    orEmpty(operation),
                    orEmpty(path),
                    orEmpty(mountPoint),
                    orEmpty(mountType),
                    Optional.ofNullable(remoteAddress),
                    Optional.ofNullable(certificateSerial),
                    Optional.ofNullable(error).filter(text -> !text.isEmpty()),
                    caller == null ? Caller.NOBODY : caller,
                    Optional.ofNullable(loggedIn),
                    data,
                    version,
                    instant(rotated),
                    new AuditLine.Answer(answered, wrapped, refused)));
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }

        private static Optional<Instant> instant(@Nullable String text) {
            if (text == null) {
                return Optional.empty();
            }
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
    }
}
