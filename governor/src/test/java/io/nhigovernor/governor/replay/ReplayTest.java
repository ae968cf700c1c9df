package io.nhigovernor.governor.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final String RING = "{\"type\":\"ring\",\"ring\":\"r\",\"members\":[\"a\",\"b\"],\"control\":[],"
            + "\"cutover\":\"2026-03-01T12:00:00Z\",\"baselineFrom\":\"2026-03-01T11:00:00Z\"%s}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> lines = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    @Test
    void theGoldenTraceHaltsOnTheFourthFailedCallAt26Seconds() throws IOException {
        ReplayResult result = run(golden(), false);

        assertThat(problems).isEmpty();
        assertThat(result.exitCode()).isZero();
        JsonNode first = JSON.readTree(lines.getFirst());
        assertThat(first.get("verdict").asText()).isEqualTo("WATCH");
        assertThat(first.get("at").asText()).isEqualTo("2026-03-01T12:00:01Z");
        assertThat(codes(first)).containsExactly("UNPROVEN", "POWER", "TOO_EARLY", "NO_CONTROL");
        JsonNode halt = JSON.readTree(lines.get(lines.size() - 2));
        assertThat(halt.get("verdict").asText()).isEqualTo("RESTORE");
        assertThat(halt.get("at").asText()).isEqualTo("2026-03-01T12:00:26Z");
        assertThat(halt.has("target")).isFalse();
        assertThat(halt.get("lnS1").decimalValue()).isEqualByComparingTo("8.360488");
        assertThat(codes(halt)).containsExactly("RING_BROKEN", "NO_CONTROL");
        assertThat(lines.getLast())
                .isEqualTo("{\"type\":\"summary\",\"signals\":131,\"failsBeforeHalt\":4,"
                        + "\"haltAt\":\"2026-03-01T12:00:26Z\",\"promoteAt\":null,\"restored\":[],\"skipped\":0}");
    }

    @Test
    void theSameStreamGivesTheSameBytesZippedOrNotAndInAnyOrderWithinTheBuffer() throws IOException {
        run(golden(), false);
        List<String> plain = List.copyOf(lines);
        assertThat(plain).hasSizeGreaterThan(2);

        lines.clear();
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(golden());
        }
        run(zipped.toByteArray(), false);
        assertThat(lines).isEqualTo(plain);

        lines.clear();
        List<String> shuffled =
                new ArrayList<>(Arrays.asList(new String(golden(), StandardCharsets.UTF_8).split("\n")));
        // The first five calls after the cutover all lie within 30 s.
        Collections.shuffle(shuffled.subList(121, 128), new Random(3));
        run(text(shuffled), false);
        assertThat(lines).isEqualTo(plain);
    }

    @Test
    void repeatedDeliveriesCountOnce() throws IOException {
        List<String> twice = new ArrayList<>();
        for (String line : new String(golden(), StandardCharsets.UTF_8).split("\n")) {
            twice.add(line);
            if (line.contains("\"signal\"")) {
                twice.add(line);
            }
        }
        assertThat(run(text(twice), false).signals()).isEqualTo(131);
        assertThat(lines.getLast()).contains("\"failsBeforeHalt\":4");
    }

    @Test
    void badLinesAreAllReportedWithTheirNumbersAndFailTheRun() throws IOException {
        List<String> bad = new ArrayList<>(Arrays.asList(new String(golden(), StandardCharsets.UTF_8).split("\n")));
        bad.add(3, "{\"type\":\"signal\",\"id\":\"x\"");
        bad.add(5, "{\"type\":\"signal\",\"id\":\"x\",\"at\":\"yesterday\"}");
        bad.add(
                7,
                "{\"type\":\"signal\",\"at\":\"2026-03-01T11:00:00Z\",\"id\":\"x\",\"identity\":\"a0\","
                        + "\"generation\":\"prior\",\"outcome\":\"maybe\",\"kind\":\"AUTH\",\"source\":\"s\"}");
        bad.add("{\"type\":\"heartbeat\",\"at\":\"2026-03-01T13:00:00Z\",\"source\":\"s\"}");
        ReplayResult result = run(text(bad), false);

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(problems).hasSize(4);
        assertThat(problems.get(0)).startsWith("line 4: not JSON");
        assertThat(problems.get(1)).isEqualTo("line 6: 'yesterday' is no RFC 3339 time");
        assertThat(problems.get(2)).isEqualTo("line 8: outcome is ok, fail or excluded, not 'maybe'");
        assertThat(problems.get(3)).endsWith("a line after the end");
        assertThat(lines.getLast())
                .contains("\"haltAt\":\"2026-03-01T12:00:26Z\"")
                .contains("\"skipped\":4");

        lines.clear();
        problems.clear();
        assertThat(run(text(bad), true).exitCode()).isZero();
        assertThat(problems).isEmpty();
        assertThat(lines.getLast()).contains("\"skipped\":4");
    }

    @Test
    void aStreamThatBreaksOffIsSaid() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(golden());
        }
        byte[] whole = zipped.toByteArray();
        assertThat(run(Arrays.copyOf(whole, whole.length - 20), true).exitCode())
                .isEqualTo(3);
        assertThat(problems).singleElement().asString().contains("breaks off");
    }

    @Test
    void aBadRingLineIsFatal() {
        for (String gate : List.of(
                "\"gate\":{\"settel\":1}",
                "\"gate\":{\"settle\":\"soon\"}",
                "\"gate\":{\"settle\":100,\"minWindow\":200}",
                "\"gate\":{\"maxCacheTtl\":\"PT1H\",\"minWindow\":\"PT59M\"}",
                "\"gate\":{\"minWindow\":60,\"maxWindow\":30}",
                "\"gate\":{\"promise\":\"hope\"}",
                "\"gate\":{\"promise\":{\"excess\":0}}",
                "\"gate\":{\"signals\":[]}",
                "\"gate\":{\"signals\":[\"LATENCY\"]}",
                "\"gate\":{\"alpha\":1}",
                "\"gate\":{\"alpha\":\"0.001\"}",
                "\"gate\":{\"probation\":{\"accounts\":0.9}}",
                "\"gate\":{\"unattributed\":\"prior\"}",
                "\"gate\":{\"settle\":1,\"settle\":2}",
                "\"gate\":null",
                "\"colour\":\"red\"",
                "\"control\":[]",
                "\"baselineFrom\":\"2026-03-01T13:00:00Z\"")) {
            problems.clear();
            assertThat(run(text(List.of(RING.formatted("," + gate))), true).exitCode())
                    .as(gate)
                    .isEqualTo(2);
            assertThat(problems).singleElement().asString().startsWith("ring line: ");
        }
        assertThat(run(new byte[0], true).exitCode()).isEqualTo(2);
        assertThat(run(text(List.of("{\"type\":\"end\"}")), true).exitCode()).isEqualTo(2);
        assertThat(lines).isEmpty();
    }

    @Test
    void aRingThatProvesItselfIsPromoted() {
        String gate = ",\"gate\":{\"minWindow\":\"PT30S\",\"maxWindow\":600,\"promise\":\"proof-of-life\","
                + "\"signals\":[\"AUTH\"],\"alpha\":0.001,\"unattributed\":\"candidate\","
                + "\"probation\":{\"accounts\":0.95,\"calls\":0.99},\"settle\":1,\"maxCacheTtl\":\"PT1S\"}";
        List<String> stream = new ArrayList<>(List.of(RING.formatted(gate)));
        for (int t = -3600; t < 60; t += 5) {
            for (String who : List.of("a", "b")) {
                stream.add(
                        "{\"type\":\"signal\",\"id\":\"%s%d\",\"at\":\"%s\",\"identity\":\"x\",\"target\":\"%s\","
                                        .formatted(
                                                who,
                                                t,
                                                java.time.Instant.parse("2026-03-01T12:00:00Z")
                                                        .plusSeconds(t),
                                                who)
                                + "\"generation\":\"unknown\",\"outcome\":\"ok\",\"kind\":\"AUTH\",\"source\":\"s\",\"more\":[1]}");
            }
        }
        ReplayResult result = run(text(stream), false);
        assertThat(problems).isEmpty();
        assertThat(result.promoteAt()).contains(java.time.Instant.parse("2026-03-01T12:00:30Z"));
        assertThat(lines.get(lines.size() - 2)).contains("PROMOTE", "PROVEN", "SHORT_BASELINE", "NO_CONTROL");
    }

    @Test
    void aTimeFarInTheFutureIsASlip() throws IOException {
        List<String> slip = new ArrayList<>(Arrays.asList(new String(golden(), StandardCharsets.UTF_8).split("\n")));
        slip.add(2, "{\"type\":\"heartbeat\",\"at\":\"2062-03-01T13:00:00Z\",\"source\":\"s\"}");
        run(text(slip), true);
        assertThat(lines.getLast())
                .contains("\"haltAt\":\"2026-03-01T12:00:26Z\"")
                .contains("\"skipped\":1");
    }

    @Test
    void peopleGetSentences() throws IOException {
        Replay.run(
                new ByteArrayInputStream(golden()),
                new ReplayOptions(ReplayOptions.Output.TEXT, false, problems::add),
                lines::add);
        assertThat(lines.get(lines.size() - 2)).startsWith("2026-03-01T12:00:26Z  RESTORE  RING_BROKEN (");
        assertThat(lines.getLast())
                .isEqualTo("131 signals, 0 lines skipped: halted at 2026-03-01T12:00:26Z after 4 failed calls");
    }

    @Test
    void timestampsAreReadInAllTheirShapes() throws BadLine {
        for (String text : List.of(
                "2026-03-01T12:00:00Z",
                "2024-02-29T23:59:59.5Z",
                "1969-12-31T23:59:59.999999Z",
                "2026-12-31T00:00:00.123456789Z",
                "2026-03-01T12:00:00+02:00",
                "2026-03-01T12:00:00.25-07:30")) {
            java.time.Instant expected = java.time.OffsetDateTime.parse(text).toInstant();
            assertThat(Timestamps.micros(text))
                    .as(text)
                    .isEqualTo(Math.floorDiv(expected.getEpochSecond() * 1_000_000_000L + expected.getNano(), 1000));
        }
        for (String text :
                List.of("", "2026-03-01", "2026-02-30T12:00:00Z", "2026-03-01T24:00:01Z", "2026-03-01T12:00:00.Z")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> Timestamps.micros(text))
                    .as(text)
                    .isInstanceOf(BadLine.class);
        }
    }

    private ReplayResult run(byte[] stream, boolean skipBad) {
        return Replay.run(
                new ByteArrayInputStream(stream),
                new ReplayOptions(ReplayOptions.Output.JSON, skipBad, problems::add),
                lines::add);
    }

    private static List<String> codes(JsonNode verdict) {
        List<String> codes = new ArrayList<>();
        verdict.get("reasons").forEach(reason -> codes.add(reason.get("code").asText()));
        return codes;
    }

    private static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(ReplayTest.class.getResourceAsStream("/judge/golden.jsonl"))) {
            return in.readAllBytes();
        }
    }
}
