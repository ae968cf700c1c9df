package io.nhigovernor.governor.document;

import io.nhigovernor.governor.document.Node.Field;
import io.nhigovernor.governor.document.Node.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** YAML 1.2 to located trees, one per document. No aliases, anchors or tags: nothing here needs them, and bombs do. */
final class YamlTree {
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(0o[0-7]+|0x[0-9a-fA-F]+|(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?)"
                    + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern FLAG = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern NOTHING = Pattern.compile("~|null|Null|NULL|");

    private final String file;
    private final Problems problems;
    private final Iterator<Event> events;
    private final Limits limits = new Limits();

    private YamlTree(String file, String text, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.events = new Parse(LoadSettings.builder()
                        .setLabel(file)
                        .setCodePointLimit(Limits.BYTES_MAX)
                        .build())
                .parseString(text)
                .iterator();
    }

    /** The documents of a stream; what cannot be read is among {@code problems}, the documents before it are returned. */
    static List<Node> read(String file, String text, Problems problems) {
        List<Node> documents = new ArrayList<>();
        try {
            var tree = new YamlTree(file, text, problems);
            while (tree.events.hasNext()) {
                if (tree.events.next() instanceof DocumentStartEvent) {
                    documents.add(tree.node(tree.events.next(), "", 1));
                }
            }
        } catch (UnreadableException e) {
            e.addTo(problems);
        } catch (MarkedYamlEngineException e) {
            Position at = position(file, e.getProblemMark().or(e::getContextMark));
            new UnreadableException(at, "not YAML: " + e.getProblem(), "correct it here or on the lines before")
                    .addTo(problems);
        } catch (YamlEngineException e) {
            new UnreadableException(Position.start(file), "not YAML: " + firstLine(e), "save it as UTF-8 text")
                    .addTo(problems);
        }
        return documents;
    }

    private Node node(Event event, String path, int depth) throws UnreadableException {
        Position at = position(file, event.getStartMark());
        limits.value(at, depth);
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw new UnreadableException(at, "anchors and aliases are not taken", "write the value out");
        }
        if (tag(event).isPresent()) {
            throw new UnreadableException(
                    at, "tags are not taken", "leave out " + tag(event).get());
        }
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar, at, path);
            case SequenceStartEvent start -> items(at, path, depth);
            case MappingStartEvent start -> fields(at, path, depth);
            default -> throw new UnreadableException(at, "anchors and aliases are not taken", "write the value out");
        };
    }

    private Node items(Position at, String path, int depth) throws UnreadableException {
        List<Node> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, Node.below(path, items.size()), depth + 1));
        }
        return new Node.Items(at, path, items);
    }

    private Node fields(Position at, String path, int depth) throws UnreadableException {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Position named = position(file, event.getStartMark());
            if (!(event instanceof ScalarEvent name)) {
                throw new UnreadableException(named, "a field's name is not plain text", "write it as text");
            }
            Node value = node(events.next(), Node.below(path, name.getValue()), depth + 1);
            if (fields.putIfAbsent(name.getValue(), new Field(named, value)) != null) {
                problems.add(
                        ProblemCode.DUPLICATE_FIELD, named, value.path(), "the field stands twice", "keep one of them");
            }
        }
        return new Node.Fields(at, path, fields);
    }

    private static Node scalar(ScalarEvent scalar, Position at, String path) {
        return new Node.Scalar(at, path, scalar.isPlain() ? plain(scalar.getValue()) : Type.TEXT, scalar.getValue());
    }

    private static Type plain(String text) {
        if (NOTHING.matcher(text).matches()) {
            return Type.NOTHING;
        }
        if (FLAG.matcher(text).matches()) {
            return Type.FLAG;
        }
        return NUMBER.matcher(text).matches() ? Type.NUMBER : Type.TEXT;
    }

    private static Optional<String> tag(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case SequenceStartEvent start -> start.getTag();
            case MappingStartEvent start -> start.getTag();
            default -> Optional.empty();
        };
    }

    private static Position position(String file, Optional<Mark> mark) {
        return mark.map(it -> new Position(file, it.getLine() + 1, it.getColumn() + 1))
                .orElse(Position.start(file));
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
