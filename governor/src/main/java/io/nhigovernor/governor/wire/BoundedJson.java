package io.nhigovernor.governor.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON from strangers: depth at most 64, strings at most 1 MB, numbers at most 64 digits, names at most 1,000
 * characters, a million tokens, no repeated field, nothing after the end, valid UTF-8 only. Read as a stream, so that a
 * bound is hit before memory is spent.
 */
public final class BoundedJson {
    public static final int DEPTH_MAX = 64;
    public static final int STRING_MAX = 1_000_000;
    private static final int NUMBER_MAX = 64;
    private static final int NAME_MAX = 1_000;
    private static final long TOKENS_MAX = 1_000_000;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(STRING_MAX)
                            .maxNumberLength(NUMBER_MAX)
                            .maxNameLength(NAME_MAX)
                            .maxTokenCount(TOKENS_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private BoundedJson() {}

    /** What reading came to. */
    public sealed interface Parsed {
        record Tree(JsonNode node) implements Parsed {}

        record Items(List<JsonNode> nodes) implements Parsed {}

        /** @param line from 1 @param column from 1 @param text what is wrong, without quoting what was sent */
        record Broken(int line, int column, String text) implements Parsed {}
    }

    public static Parsed tree(byte[] text) {
        return read(text, parser -> {
            JsonNode node = MAPPER.readTree(parser);
            if (node == null || node.isMissingNode()) {
                return new Parsed.Broken(1, 1, "there is no JSON value");
            }
            return parser.nextToken() == null ? new Parsed.Tree(node) : trailing(parser);
        });
    }

    /** The members of one array of at most {@code most} members. */
    public static Parsed items(byte[] text, int most) {
        return read(text, parser -> {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return new Parsed.Broken(1, 1, "a JSON array is expected");
            }
            List<JsonNode> nodes = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (nodes.size() == most) {
                    return broken(parser, "there are more than " + most + " entries");
                }
                nodes.add(MAPPER.readTree(parser));
            }
            return parser.nextToken() == null ? new Parsed.Items(nodes) : trailing(parser);
        });
    }

    private interface Reading {
        Parsed by(JsonParser parser) throws IOException;
    }

    private static Parsed read(byte[] text, Reading reading) {
        String characters;
        try {
            // Decoded by us: Jackson would guess UTF-16 and UTF-32 from the first bytes.
            characters = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Parsed.Broken(1, 1, "the text is not UTF-8");
        }
        try (JsonParser parser = MAPPER.createParser(characters)) {
            return reading.by(parser);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            int column =
                    e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
            return new Parsed.Broken(line, column, Text.printable(e.getOriginalMessage(), 200));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static Parsed trailing(JsonParser parser) {
        return broken(parser, "there is more text after the end of the JSON value");
    }

    private static Parsed.Broken broken(JsonParser parser, String text) {
        return new Parsed.Broken(
                parser.currentLocation().getLineNr(), parser.currentLocation().getColumnNr(), text);
    }
}
