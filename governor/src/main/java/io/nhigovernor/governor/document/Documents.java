package io.nhigovernor.governor.document;

import io.nhigovernor.governor.plan.ApplyResult;
import io.nhigovernor.governor.plan.Change;
import io.nhigovernor.governor.plan.Document;
import io.nhigovernor.governor.plan.Document.CredentialDocument;
import io.nhigovernor.governor.plan.Document.Key;
import io.nhigovernor.governor.plan.Inventory;
import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.ring.GateProblems;
import io.nhigovernor.spi.ConnectorFactory.SettingProblem;
import io.nhigovernor.spi.Credential;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads and applies documents: all of them, or none with every problem. */
public final class Documents {
    private Documents() {}

    /** What became of files that were read. */
    public sealed interface Read {
        record Known(List<Document> documents) implements Read {
            public Known {
                documents = List.copyOf(documents);
            }
        }

        /** @param problems in order of file, line and column; never empty */
        record Rejected(List<Problem> problems) implements Read {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }

    /** What became of files that were to be applied; also the answer to a dry run. */
    public sealed interface Apply {
        /** @param documents what to store; {@code changes} has one for each, in the same order */
        record Applied(Inventory inventory, List<Document> documents, List<Change> changes) implements Apply {
            public Applied {
                documents = List.copyOf(documents);
                changes = List.copyOf(changes);
            }
        }

        /** @param problems in order of file, line and column; never empty */
        record Rejected(List<Problem> problems) implements Apply {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }

    /** What became of a gate that was read. */
    public sealed interface GateRead {
        record Known(Gate gate) implements GateRead {}

        record Rejected(List<Problem> problems) implements GateRead {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }

    public static Read read(String fileName, byte[] text) {
        var problems = new Problems();
        var reader = new DocumentReader(problems);
        SourceTree.read(new SourceFile(fileName, text), problems).forEach(reader::read);
        return problems.count() > 0
                ? new Read.Rejected(problems.inOrder(List.of(fileName)))
                : new Read.Known(reader.documents().stream()
                        .map(LocatedDocument::document)
                        .toList());
    }

    /** A gate as JSON: how a recorded stream carries it. */
    public static GateRead readGate(String fileName, byte[] json) {
        var problems = new Problems();
        List<Node> trees = JsonTree.read(fileName, new String(json, java.nio.charset.StandardCharsets.UTF_8), problems);
        if (trees.size() == 1 && trees.getFirst() instanceof Node.Fields root) {
            var fields = new FieldReader(root, Shape.GATE, problems);
            Gate gate = GateReader.read(fields);
            RuleProblems.report(GateProblems.of(gate, ""), fields, problems);
            if (problems.count() == 0) {
                return new GateRead.Known(gate);
            }
        } else if (problems.count() == 0) {
            problems.add(
                    ProblemCode.WRONG_TYPE,
                    Position.start(fileName),
                    "",
                    "a gate is an object",
                    "write {…} with its fields");
        }
        return new GateRead.Rejected(problems.inOrder(List.of(fileName)));
    }

    /**
     * The inventory with the files' documents in it, and what that changes. Nothing is taken if anything is wrong.
     *
     * @param settings what the connectors find wrong with a credential's settings
     */
    public static Apply apply(
            List<SourceFile> files, Inventory inventory, Function<Credential, List<SettingProblem>> settings) {
        var problems = new Problems();
        var reader = new DocumentReader(problems);
        for (SourceFile file : files) {
            SourceTree.read(file, problems).forEach(reader::read);
        }
        List<Document> documents =
                reader.documents().stream().map(LocatedDocument::document).toList();
        reportReferences(inventory.unknownReferences(documents, reader.declared()), reader.documents(), problems);
        reader.documents().forEach(located -> reportSettings(located, settings, problems));
        if (problems.count() > 0) {
            return new Apply.Rejected(
                    problems.inOrder(files.stream().map(SourceFile::name).toList()));
        }
        return switch (inventory.apply(documents)) {
            case ApplyResult.Applied applied -> new Apply.Applied(applied.inventory(), documents, applied.changes());
            case ApplyResult.Problems unknown ->
                throw new IllegalStateException("references were checked before: " + unknown);
        };
    }

    private static void reportReferences(
            List<ApplyResult.Reference> unknown, List<LocatedDocument> documents, Problems problems) {
        Map<Key, Node> roots = new HashMap<>();
        documents.forEach(located -> roots.put(located.document().key(), located.root()));
        for (ApplyResult.Reference reference : unknown) {
            Node root = roots.get(reference.in());
            if (root == null) {
                throw new IllegalStateException("a reference of no document: " + reference);
            }
            problems.add(
                    ProblemCode.UNKNOWN_REFERENCE,
                    Node.locate(root, reference.field()),
                    reference.field(),
                    reference.to() + " is not there",
                    "apply it too, or correct the name");
        }
    }

    private static void reportSettings(
            LocatedDocument located, Function<Credential, List<SettingProblem>> settings, Problems problems) {
        if (located.document() instanceof CredentialDocument it) {
            for (SettingProblem problem : settings.apply(it.credential())) {
                String field = problem.section() + "." + problem.setting();
                problems.add(
                        ProblemCode.CONNECTOR_SETTING,
                        Node.locate(located.root(), field),
                        field,
                        problem.text(),
                        "see the connector's settings");
            }
        }
    }
}
