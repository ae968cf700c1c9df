package io.nhigovernor.governor.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.document.SourceFile;
import io.nhigovernor.governor.engine.Operations;
import io.nhigovernor.governor.engine.Order;
import io.nhigovernor.governor.engine.view.DocumentView;
import io.nhigovernor.governor.wire.BoundedJson;
import io.nhigovernor.governor.wire.BoundedJson.Parsed;
import io.nhigovernor.governor.wire.Fields;
import io.nhigovernor.governor.wire.Problem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Documents: apply them, or see what would change; list what was applied. */
final class DocumentRoutes {
    private static final int BODY_MAX = 4 * 1024 * 1024;
    private static final Set<String> YAML = Set.of("application/yaml", "application/x-yaml", "text/yaml");
    private final Operations operations;

    DocumentRoutes(Operations operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        HttpMethod.POST,
                        "/v1/documents",
                        Need.OPERATE,
                        Set.of("dryRun"),
                        Set.of(Reply.JSON, "application/yaml", "application/x-yaml", "text/yaml"),
                        BODY_MAX,
                        true,
                        (Action.Answering) this::apply),
                Route.get("/v1/documents", Need.READ, Set.of("limit", "cursor", "kind"), this::list));
    }

    private Future<Reply> list(Ask ask) {
        return Page.wish(
                ask,
                wish -> Orders.ask(operations.documents()).map(all -> {
                    List<DocumentView> sorted = all.stream()
                            .filter(document -> ask.asked("kind")
                                    .map(document.kind()::equals)
                                    .orElse(true))
                            .sorted(Comparator.comparing(DocumentRoutes::key))
                            .toList();
                    return Reply.json(200, Page.of(sorted, DocumentRoutes::key, wish));
                }));
    }

    private static String key(DocumentView document) {
        return document.kind() + "/" + document.id();
    }

    private Future<Reply> apply(Ask ask) {
        String dryRun = ask.asked("dryRun").orElse("false");
        if (!dryRun.equals("true") && !dryRun.equals("false")) {
            return Page.badQuery(List.of(Page.wrong("dryRun must be true or false", "Correct dryRun.")));
        }
        return switch (files(ask)) {
            case Files.Read read -> Orders.give(operations, new Order.Apply(read.files(), dryRun.equals("true")), ask);
            case Files.Wrong wrong -> Future.succeededFuture(Bodies.bad(wrong.problems()));
        };
    }

    /** The files a body holds: itself, or those it lists. What is in them is the engine's to read. */
    private static Files files(Ask ask) {
        if (YAML.contains(ask.mediaType())) {
            return new Files.Read(List.of(new SourceFile("body.yaml", ask.body())));
        }
        return switch (BoundedJson.tree(ask.body())) {
            case Parsed.Tree tree ->
                listsFiles(tree.node())
                        ? files(tree.node())
                        : new Files.Read(List.of(new SourceFile("body.json", ask.body())));
            case Parsed.Items items -> throw new IllegalStateException("a tree was read");
            case Parsed.Broken broken -> new Files.Wrong(List.of(Bodies.problem(broken)));
        };
    }

    private static boolean listsFiles(JsonNode node) {
        return node.isObject() && node.has("files") && !node.has("kind");
    }

    private static Files files(JsonNode node) {
        List<Problem> problems = new ArrayList<>();
        List<SourceFile> files = new ArrayList<>();
        Fields fields = Fields.of(node, "", Code.FIELDS, problems);
        for (Fields file : fields.objects("files")) {
            String name = file.text("name", 500);
            String text = file.required("text", file.raw("text", BoundedJson.STRING_MAX), "");
            file.end();
            files.add(new SourceFile(name, text.getBytes(StandardCharsets.UTF_8)));
        }
        fields.end();
        return problems.isEmpty() ? new Files.Read(files) : new Files.Wrong(problems);
    }

    private sealed interface Files {
        record Read(List<SourceFile> files) implements Files {}

        record Wrong(List<Problem> problems) implements Files {}
    }
}
