package io.nhigovernor.governor.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nhigovernor.governor.signal.GenerationSeen;
import io.nhigovernor.spi.RawSignal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One line after the first, reused from line to line. Fields it does not know are left alone; streams carry more. */
final class StreamLine {
    private @Nullable String type;
    private @Nullable String id;
    private @Nullable String at;
    private @Nullable String arrived;
    private @Nullable String identity;
    private @Nullable String target;
    private @Nullable String generation;
    private @Nullable String outcome;
    private @Nullable String kind;
    private @Nullable String source;
    private boolean probe;

    void read(JsonParser json) throws IOException, BadLine {
        clear();
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new BadLine("a line must be an object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            field(name, json);
        }
        if (json.nextToken() != null) {
            throw new BadLine("text after the object");
        }
    }

    String type() throws BadLine {
        return need("type", type);
    }

    String id() throws BadLine {
        return need("id", id);
    }

    long at() throws BadLine {
        return Timestamps.micros(need("at", at));
    }

    long arrived(long at) throws BadLine {
        return arrived == null ? at : Timestamps.micros(arrived);
    }

    String identity() throws BadLine {
        return need("identity", identity);
    }

    @Nullable
    String target() {
        return target;
    }

    String source() throws BadLine {
        return need("source", source);
    }

    boolean probe() {
        return probe;
    }

    GenerationSeen generation() throws BadLine {
        String text = need("generation", generation);
        return switch (text) {
            case "prior" -> GenerationSeen.PRIOR;
            case "candidate" -> GenerationSeen.CANDIDATE;
            case "unknown" -> GenerationSeen.UNKNOWN;
            default -> throw new BadLine("generation is prior, candidate or unknown, not '" + text + "'");
        };
    }

    RawSignal.Result outcome() throws BadLine {
        String text = need("outcome", outcome);
        return switch (text) {
            case "ok" -> RawSignal.Result.OK;
            case "fail" -> RawSignal.Result.FAIL;
            case "excluded" -> RawSignal.Result.EXCLUDED;
            default -> throw new BadLine("outcome is ok, fail or excluded, not '" + text + "'");
        };
    }

    RawSignal.Kind kind() throws BadLine {
        String text = need("kind", kind);
        return switch (text) {
            case "AUTH" -> RawSignal.Kind.AUTH;
            case "POLICY" -> RawSignal.Kind.POLICY;
            default -> throw new BadLine("kind is AUTH or POLICY, not '" + text + "'");
        };
    }

    private void field(String name, JsonParser json) throws IOException, BadLine {
        switch (name) {
            case "type" -> type = once(name, type, json);
            case "id" -> id = once(name, id, json);
            case "at" -> at = once(name, at, json);
            case "arrived" -> arrived = once(name, arrived, json);
            case "identity" -> identity = once(name, identity, json);
            case "target" -> target = once(name, target, json);
            case "generation" -> generation = once(name, generation, json);
            case "outcome" -> outcome = once(name, outcome, json);
            case "kind" -> kind = once(name, kind, json);
            case "source" -> source = once(name, source, json);
            case "probe" -> {
                probe = json.currentToken() != JsonToken.VALUE_FALSE && json.currentToken() != JsonToken.VALUE_NULL;
                json.skipChildren();
            }
            default -> json.skipChildren();
        }
    }

    private static String once(String name, @Nullable String known, JsonParser json) throws IOException, BadLine {
        if (known != null) {
            throw new BadLine("'" + name + "' stands twice");
        }
        return Fields.string(name, json);
    }

    private static String need(String name, @Nullable String value) throws BadLine {
        if (value == null || value.isEmpty()) {
            throw new BadLine("'" + name + "' is missing");
        }
        return value;
    }

    private void clear() {
        type = null;
        id = null;
        at = null;
        arrived = null;
        identity = null;
        target = null;
        generation = null;
        outcome = null;
        kind = null;
        source = null;
        probe = false;
    }
}
