package io.nhigovernor.governor.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.api.DocumentReader.NamedText;
import io.nhigovernor.governor.engine.Operations;
import io.nhigovernor.governor.engine.Order;
import io.nhigovernor.governor.engine.view.DocumentView;
import io.nhigovernor.governor.wire.BoundedJson;
import io.nhigovernor.governor.wire.BoundedJson.Parsed;
import io.nhigovernor.governor.wire.Fields;
import io.nhigovernor.governor.wire.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
    private final DocumentReader reader;
    private final Vertx vertx;

    DocumentRoutes(Operations operations, DocumentReader reader, Vertx vertx) {
        this.operations = operations;
        this.reader = reader;
        this.vertx = vertx;
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
            return Page.badQuery("dryRun must be true or false", "Correct dryRun.");
        }
        // Reading may take long for a large inventory, and must not hold the event loop up.
        return vertx.executeBlocking(() -> read(ask), false).compose(result -> switch (result) {
            case DocumentReader.Result.Read read ->
                Orders.give(operations, new Order.Apply(read.documents(), dryRun.equals("true")), ask);
            case DocumentReader.Result.Problems wrong -> Future.succeededFuture(Bodies.bad(wrong.problems()));
        });
    }

    private DocumentReader.Result read(Ask ask) {
        if (YAML.contains(ask.mediaType())) {
            return reader.read(List.of(new NamedText("body.yaml", ask.body())));
        }
        return switch (BoundedJson.tree(ask.body())) {
            case Parsed.Tree tree ->
                listsFiles(tree.node())
                        ? files(tree.node())
                        : reader.read(List.of(new NamedText("body.json", ask.body())));
            case Parsed.Items items -> throw new IllegalStateException("a tree was read");
            case Parsed.Broken broken -> new DocumentReader.Result.Problems(List.of(Bodies.problem(broken)));
        };
    }

    private static boolean listsFiles(JsonNode node) {
        return node.isObject() && node.has("files") && !node.has("kind");
    }

    private DocumentReader.Result files(JsonNode node) {
        List<Problem> problems = new ArrayList<>();
        List<NamedText> texts = new ArrayList<>();
        Fields fields = Fields.of(node, "", Code.FIELDS, problems);
        for (Fields file : fields.objects("files")) {
            String name = file.text("name", 500);
            String text = file.required("text", file.raw("text", BoundedJson.STRING_MAX), "");
            file.end();
            texts.add(new NamedText(name, text.getBytes(StandardCharsets.UTF_8)));
        }
        fields.end();
        return problems.isEmpty() ? reader.read(texts) : new DocumentReader.Result.Problems(problems);
    }
}
