package io.nhigovernor.governor.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.governor.engine.view.AppliedView;
import io.nhigovernor.governor.engine.view.DocumentView;
import io.nhigovernor.governor.engine.view.DriftView;
import io.nhigovernor.governor.engine.view.EventView;
import io.nhigovernor.governor.engine.view.HealthView;
import io.nhigovernor.governor.engine.view.RolloutSummary;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.engine.view.ScheduleView;
import io.nhigovernor.governor.engine.view.TargetView;
import io.nhigovernor.governor.intake.Counters;
import io.nhigovernor.governor.intake.SignalIntake;
import io.nhigovernor.governor.json.Json;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final Set<String> NOT_VIEWS = Set.of();
    private static final Vertx VERTX = Vertx.vertx();
    private static List<Route> routes;
    private static JsonNode document;

    @BeforeAll
    static void read() throws Exception {
        FakeOperations operations = new FakeOperations();
        ApiPorts ports = new ApiPorts(
                operations,
                new LedgerExporter() {
                    @Override
                    public void export(java.io.OutputStream out) {}

                    @Override
                    public String publicKey() {
                        return "";
                    }
                },
                new MemoryRequestLog(1),
                new SignalIntake(operations, new Counters()),
                new TokenBook(List.of()),
                Clock.systemUTC());
        routes = Routes.all(ports, VERTX, Duration.ofSeconds(1));
        document = Json.parse(Routes.openapi().getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void everyRouteIsInTheDocumentAndTheReverse() {
        assertThat(document.get("openapi").textValue()).startsWith("3.1.");
        TreeSet<String> written = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method ->
                                written.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        assertThat(written)
                .isEqualTo(new TreeSet<>(routes.stream()
                        .map(route -> route.method() + " " + route.path())
                        .toList()));
    }

    @Test
    void eachRouteSaysItsScopeItsQueryAndItsMediaTypes() {
        for (Route route : routes) {
            JsonNode operation = document.get("paths")
                    .get(route.path())
                    .get(route.method().name().toLowerCase(java.util.Locale.ROOT));
            String name = route.method() + " " + route.path();
            assertThat(operation.path("x-scope").textValue())
                    .as(name)
                    .isEqualTo(route.need().text());
            TreeSet<String> query = new TreeSet<>();
            operation.path("parameters").forEach(parameter -> {
                if (parameter.path("in").textValue().equals("query")) {
                    query.add(parameter.get("name").textValue());
                }
            });
            assertThat(query).as(name).isEqualTo(new TreeSet<>(route.query()));
            TreeSet<String> media = new TreeSet<>();
            operation.path("requestBody").path("content").fieldNames().forEachRemaining(media::add);
            assertThat(media).as(name).isEqualTo(new TreeSet<>(route.body()));
        }
    }

    @Test
    void everyFieldOfEveryViewIsInItsSchemaAndTheReverse() {
        ViewSchemas views = views();
        TreeMap<String, JsonNode> written = new TreeMap<>();
        document.get("components").get("schemas").properties().forEach(schema -> {
            if (!schema.getKey().endsWith("Body") && !NOT_VIEWS.contains(schema.getKey())) {
                written.put(schema.getKey(), bare(schema.getValue()));
            }
        });
        assertThat(written.keySet()).isEqualTo(views.schemas.keySet());
        views.schemas.forEach(
                (name, schema) -> assertThat(written.get(name)).as(name).isEqualTo(schema));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> lost = new ArrayList<>();
        references(document, reference -> {
            if (document.at(reference.substring(1)).isMissingNode()) {
                lost.add(reference);
            }
        });
        assertThat(lost).isEmpty();
    }

    static ViewSchemas views() {
        ViewSchemas views = new ViewSchemas();
        for (Class<?> root : List.of(
                AppliedView.class,
                RolloutView.class,
                HealthView.class,
                EventView.class,
                ProblemDocument.class,
                LedgerRoutes.Slice.class,
                SignalRoutes.Counts.class,
                SignalRoutes.Accepted.class)) {
            views.of(root);
        }
        views.page("RolloutPage", RolloutSummary.class);
        views.page("TargetPage", TargetView.class);
        views.page("DocumentPage", DocumentView.class);
        views.page("SchedulePage", ScheduleView.class);
        views.page("DriftPage", DriftView.class);
        return views;
    }

    private static void references(JsonNode node, java.util.function.Consumer<String> each) {
        if (node.has("$ref")) {
            each.accept(node.get("$ref").textValue());
        }
        node.forEach(child -> references(child, each));
    }

    /** Without the descriptions, which are for readers. */
    private static JsonNode bare(JsonNode node) {
        JsonNode copy = node.deepCopy();
        strip(copy, false);
        return copy;
    }

    private static void strip(JsonNode node, boolean names) {
        if (node instanceof ObjectNode object) {
            if (!names) {
                object.remove("description");
            }
            object.properties()
                    .forEach(field -> strip(field.getValue(), field.getKey().equals("properties") && !names));
        } else if (node instanceof ArrayNode array) {
            array.forEach(member -> strip(member, false));
        }
    }
}
