package io.nhigovernor.governor.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.plan.Change;
import io.nhigovernor.governor.plan.Document;
import io.nhigovernor.governor.plan.Document.CredentialDocument;
import io.nhigovernor.governor.plan.FieldDifference;
import io.nhigovernor.governor.plan.Inventory;
import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.schedule.Schedule;
import io.nhigovernor.spi.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private static final Path WORLD = Path.of("src/test/resources/documents/good/world.yaml");

    @Test
    void documentsReadAsWritten() throws IOException {
        Inventory world =
                applied(Inventory.EMPTY, "world.yaml", Files.readString(WORLD)).inventory();
        assertThat(world.identity("secret-0-1")).hasValueSatisfying(identity -> {
            assertThat(identity.tier()).isEqualTo(Tier.CRITICAL);
            assertThat(identity.labels()).containsEntry("ring", "0");
        });
        assertThat(world.identity("control-1").orElseThrow().cadence()).isEqualTo(Duration.ofMillis(500));
        CredentialDocument credential = world.credential("secret/secret-0-1").orElseThrow();
        assertThat(credential.credential().verifier().settings()).containsOnlyKeys("place");
        assertThat(credential.credential().relyingParties()).hasSize(1);
        RingPlan plan = world.ringPlan("secret-rotation").orElseThrow();
        assertThat(plan.onRestore()).isEqualTo(RingPlan.OnRestore.ROLLOUT);
        assertThat(plan.brownOut()).contains(Duration.ofSeconds(3));
        assertThat(plan.rings().get(0).gate().promise()).isEqualTo(new Gate.Promise.ProofOfLife());
        assertThat(plan.rings().get(0).gate().manual()).isTrue();
        assertThat(plan.rings().get(1).select().percent()).contains(10);
        assertThat(plan.rings().get(2).gate()).isEqualTo(Gate.defaults());
        assertThat(plan.rings().get(2).quiet()).isEqualTo(Duration.ofMinutes(1));
        assertThat(world.schedule("monthly-secrets").orElseThrow().trigger())
                .isEqualTo(new Schedule.Every(Duration.ofDays(30), Optional.of(Instant.parse("2026-12-01T01:00:00Z"))));
    }

    @Test
    void aShortestGateWaitsForTheSlowestOfSettleAndCaches() {
        String plan = """
                {"kind":"RingPlan","id":"p","credentials":{"percent":1},"rings":[
                  {"name":"a","select":{"percent":100},"gate":{"settle":"PT10M"}},
                  {"name":"b","select":{"percent":100},"gate":{"maxCacheTtl":3600}}]}""";
        RingPlan read =
                applied(Inventory.EMPTY, "p.json", plan).inventory().ringPlans().getFirst();
        assertThat(read.rings())
                .extracting(ring -> ring.gate().minWindow())
                .containsExactly(Duration.ofMinutes(30), Duration.ofHours(1));
    }

    @Test
    void jsonComesAloneInAnArrayOrUnderDocuments() {
        String one = "{\"kind\":\"Identity\",\"id\":\"a\",\"owner\":\"team\",\"cadence\":1}";
        for (String text : List.of(one, "[" + one + "]", "{\"documents\":[" + one + "]}", "\n\t" + one)) {
            assertThat(applied(Inventory.EMPTY, "-", text).documents()).hasSize(1);
        }
    }

    @Test
    void aProblemUnderDocumentsNamesTheFieldAsItStandsInItsDocument() {
        String text = "{\"documents\":[{\"kind\":\"Identity\",\n\"id\":\"a\",\"owner\":7,\"cadence\":1}]}";
        assertThat(Documents.read("-", bytes(text))).isInstanceOfSatisfying(Documents.Read.Rejected.class, rejected -> {
            Problem problem = rejected.problems().getFirst();
            assertThat(problem.field()).isEqualTo("owner");
            assertThat(problem.line()).isEqualTo(2);
        });
    }

    @Test
    void storedTextReadsBackEqualAndCanBeAppliedAgainWithoutAChange() throws IOException {
        var world = applied(Inventory.EMPTY, "world.yaml", Files.readString(WORLD));
        for (Document document : world.documents()) {
            String text = DocumentText.write(document);
            assertThat(DocumentText.read(text)).isEqualTo(document);
            assertThat(applied(world.inventory(), "again.json", text).changes())
                    .extracting(Change::effect)
                    .containsExactly(Change.Effect.UNCHANGED);
        }
    }

    @Test
    void aDryRunTellsWhatIsNewAndWhichFieldsChange() throws IOException {
        var before = applied(Inventory.EMPTY, "world.yaml", Files.readString(WORLD));
        assertThat(before.changes()).extracting(Change::effect).containsOnly(Change.Effect.CREATED);
        String changed = Files.readString(WORLD)
                .replace("minWindow: PT3S", "minWindow: PT5S")
                .replace("tier: critical\n", "")
                .replace("{percent: 10}", "{percent: 20, labels: {stage: test}}");
        List<Change> changes =
                applied(before.inventory(), "world.yaml", changed).changes();
        assertThat(changes.stream()
                        .filter(change -> change.effect() == Change.Effect.UPDATED)
                        .collect(Collectors.toMap(change -> change.key().toString(), Change::differences)))
                .containsOnlyKeys("Identity/secret-0-1", "RingPlan/secret-rotation")
                .containsEntry("Identity/secret-0-1", List.of(difference("tier", "critical", "normal")))
                .containsEntry(
                        "RingPlan/secret-rotation",
                        List.of(
                                difference("rings[0].gate.minWindow", "PT3S", "PT5S"),
                                new FieldDifference(
                                        "rings[1].select.labels.stage", Optional.empty(), Optional.of("test")),
                                difference("rings[1].select.percent", "10", "20")));
    }

    @Test
    void anEmptyFileOrPartIsNoDocumentAndNoProblem() {
        for (String text : List.of("", "# only a comment\n", "---\n---\n")) {
            assertThat(applied(Inventory.EMPTY, "empty.yaml", text).documents()).isEmpty();
        }
        assertThat(applied(Inventory.EMPTY, "empty.json", "").documents()).isEmpty();
    }

    @Test
    void whatIsTooBigTooDeepOrNotTextIsRefused() {
        assertThat(problem("big.yaml", " ".repeat(Limits.BYTES_MAX + 1))).contains("bytes");
        assertThat(problem("deep.yaml", "[".repeat(70) + "]".repeat(70))).contains("deeper");
        assertThat(problem("deep.json", "[[" + "[".repeat(70) + "]".repeat(70) + "]]"))
                .contains("deeper");
        assertThat(problem("wide.yaml", "- 1\n".repeat(Limits.VALUES_MAX + 1))).contains("values");
        assertThat(problem("wide.json", "[[1" + ",1".repeat(Limits.VALUES_MAX) + "]]"))
                .contains("values");
        assertThat(((Documents.Read.Rejected) Documents.read("x.yaml", new byte[] {'a', (byte) 0xff})).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("UTF-8"));
    }

    @Test
    void aGateOfARecordedStreamReadsLikeOneInARing() {
        assertThat(Documents.readGate("-", bytes("{\"minWindow\":60,\"promise\":\"proof-of-life\"}")))
                .isInstanceOfSatisfying(Documents.GateRead.Known.class, known -> {
                    assertThat(known.gate().minWindow()).isEqualTo(Duration.ofMinutes(1));
                    assertThat(known.gate().maxWindow()).isEqualTo(Duration.ofHours(4));
                });
        assertThat(Documents.readGate("-", bytes("{\"minWindow\":1,\"settle\":1,\"alfa\":1}")))
                .isInstanceOfSatisfying(
                        Documents.GateRead.Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .extracting(Problem::code)
                                .containsExactlyInAnyOrder(ProblemCode.WINDOW_BELOW_FLOOR, ProblemCode.UNKNOWN_FIELD));
    }

    @Test
    void theSamplePlanOfTheHouseIsSound() throws IOException {
        var read = applied(Inventory.EMPTY, "standard.yaml", Files.readString(Path.of("../rings/standard.yaml")));
        assertThat(read.inventory().ringPlan("standard").orElseThrow().rings()).hasSize(4);
    }

    @Test
    void whatIsMeantToHurtIsRefusedAndPrintedOnOneLine() {
        assertThat(problem("a.yaml", "kind: \"a\\nb\"")).contains("\"a?b\"").doesNotContain("\n");
        assertThat(problem("a.yaml", "kind: " + "x".repeat(10_000))).hasSizeLessThan(600);
        assertThat(problem("a.yaml", "kind: Identity\nid: a\nowner: b\ncadence: " + "9".repeat(1_000_000)))
                .contains("D1004");
        assertThat(problem("a.yaml", "kind: Identity\nid: a\nowner: b\ncadence: 1e999999999"))
                .contains("D1004");
        assertThat(problem("a.yaml", "kind: Schedule\nid: a\nringPlan: b\nreason: c\nonce: +999999999-01-01T00:00Z"))
                .contains("D1017");
        assertThat(problem("a.yaml", "kind: Schedule\nid: a\nringPlan: b\nreason: c\nevery: 0.001"))
                .contains("D1009");
    }

    @Test
    void aProblemPrintsWhereWhatAndTheWayOut() {
        assertThat(problem("a.yaml", "kind: Identity\nid: a\nowner: me\ncadence: often\n"))
                .isEqualTo("a.yaml:4:10 D1004 cadence: \"often\" is no duration;"
                        + " write ISO 8601 (PT90S, PT4H, P30D) or a number of seconds");
    }

    private static FieldDifference difference(String field, String before, String after) {
        return new FieldDifference(field, Optional.of(before), Optional.of(after));
    }

    private static String problem(String name, String text) {
        return ((Documents.Read.Rejected) Documents.read(name, bytes(text)))
                .problems()
                .getFirst()
                .toString();
    }

    private static Documents.Apply.Applied applied(Inventory before, String name, String text) {
        var answer = Documents.apply(List.of(new SourceFile(name, bytes(text))), before, credential -> List.of());
        assertThat(answer).isInstanceOf(Documents.Apply.Applied.class);
        return (Documents.Apply.Applied) answer;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
