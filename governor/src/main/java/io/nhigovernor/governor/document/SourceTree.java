package io.nhigovernor.governor.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Turns a file's bytes into located trees. */
final class SourceTree {
    private SourceTree() {}

    /** By the name's ending; without a known one, text that begins with a bracket is JSON. */
    static List<Node> read(SourceFile file, Problems problems) {
        Position start = Position.start(file.name());
        if (file.text().length > Limits.BYTES_MAX) {
            new UnreadableException(start, "more than " + Limits.BYTES_MAX + " bytes", "split the file")
                    .addTo(problems);
            return List.of();
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file.text()))
                    .toString();
        } catch (CharacterCodingException e) {
            new UnreadableException(start, "not UTF-8", "save it as UTF-8 text").addTo(problems);
            return List.of();
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        return json(file.name().toLowerCase(Locale.ROOT), text)
                ? JsonTree.read(file.name(), text, problems)
                : YamlTree.read(file.name(), text, problems);
    }

    private static boolean json(String name, String text) {
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return false;
        }
        String begin = text.stripLeading();
        return name.endsWith(".json") || begin.startsWith("{") || begin.startsWith("[");
    }
}
