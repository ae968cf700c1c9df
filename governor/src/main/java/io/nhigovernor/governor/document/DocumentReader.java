package io.nhigovernor.governor.document;

import io.nhigovernor.governor.plan.Document;
import io.nhigovernor.governor.plan.Document.Key;
import io.nhigovernor.governor.plan.Document.Kind;
import io.nhigovernor.spi.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads trees into documents; remembers what was declared, also by documents that did not read. */
final class DocumentReader {
    private static final Map<String, Kind> KINDS = kinds();

    private final Problems problems;
    private final List<LocatedDocument> documents = new ArrayList<>();
    private final Map<Key, Position> declared = new HashMap<>();

    DocumentReader(Problems problems) {
        this.problems = problems;
    }

    List<LocatedDocument> documents() {
        return documents;
    }

    Set<Key> declared() {
        return new HashSet<>(declared.keySet());
    }

    void read(Node root) {
        if (root instanceof Node.Scalar scalar && scalar.type() == Node.Type.NOTHING) {
            return; // an empty part between two separators
        }
        if (!(root instanceof Node.Fields fields)) {
            problems.add(
                    ProblemCode.WRONG_TYPE,
                    root,
                    "a document is " + root.words(),
                    "begin it with kind: and its fields");
            return;
        }
        kind(fields).ifPresent(kind -> {
            declare(kind, fields);
            read(kind, fields).ifPresent(document -> documents.add(new LocatedDocument(document, root)));
        });
    }

    private Optional<Document> read(Kind kind, Node.Fields root) {
        return switch (kind) {
            case IDENTITY -> IdentityReader.read(new FieldReader(root, Shape.IDENTITY, problems));
            case CREDENTIAL -> CredentialReader.read(new FieldReader(root, Shape.CREDENTIAL, problems));
            case RING_PLAN -> RingPlanReader.read(new FieldReader(root, Shape.RING_PLAN, problems), problems);
            case SCHEDULE -> ScheduleReader.read(new FieldReader(root, Shape.SCHEDULE, problems));
        };
    }

    private Optional<Kind> kind(Node.Fields root) {
        Node.Field field = root.fields().get("kind");
        String word = field != null && field.value() instanceof Node.Scalar scalar ? scalar.text() : "";
        Optional<Kind> kind = Optional.ofNullable(KINDS.get(word));
        if (kind.isEmpty()) {
            String remedy = Nearest.to(word, KINDS.keySet())
                    .map(near -> "did you mean " + near + "?")
                    .orElse("write one of " + String.join(", ", KINDS.keySet()));
            problems.add(
                    ProblemCode.UNKNOWN_KIND,
                    field == null ? root.position() : field.value().position(),
                    "kind",
                    field == null ? "the document does not say what it is" : "\"" + word + "\" is no kind of document",
                    remedy);
        }
        return kind;
    }

    private void declare(Kind kind, Node.Fields root) {
        Node.Field field = root.fields().get("id");
        if (field == null || !(field.value() instanceof Node.Scalar id) || !Names.valid(id.text())) {
            return;
        }
        Key key = new Key(kind, id.text());
        Position first = declared.putIfAbsent(key, id.position());
        if (first != null) {
            problems.add(
                    ProblemCode.DUPLICATE,
                    id,
                    key + " stands also at " + first.file() + ":" + first.line(),
                    "give each its own id, or keep one");
        }
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            kinds.put(kind.word(), kind);
        }
        return kinds;
    }
}
