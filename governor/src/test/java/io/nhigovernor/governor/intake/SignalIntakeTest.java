package io.nhigovernor.governor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.api.FakeOperations;
import io.nhigovernor.governor.wire.Problem;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalIntakeTest {
    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    private static final Reporter ESTATE = new Reporter("estate", Set.of("*"));
    private final FakeOperations operations = new FakeOperations();
    private final Counters counters = new Counters();
    private final SignalIntake intake = new SignalIntake(operations, counters, 1_000);

    @Test
    void aStructuredEventBecomesASignal() {
        String data =
                "{\"identity\":\"billing\",\"target\":\"db@billing\",\"generation\":\"kid-2\",\"outcome\":\"fail\","
                        + "\"kind\":\"POLICY\",\"reason\":\"28P01\",\"relyingParty\":\"database\",\"probe\":\"p1\"}";
        assertThat(take(event("e1", data))).isEqualTo(new Receipt.Taken(1, 0, 0));
        assertThat(operations.signals)
                .containsExactly(new RawSignal(
                        "estate",
                        "e1",
                        "billing",
                        Optional.of("db"),
                        Optional.of(new Fingerprint("kid-2")),
                        RawSignal.Kind.POLICY,
                        RawSignal.Result.FAIL,
                        Optional.of("28P01"),
                        Optional.of("database"),
                        Optional.of("p1"),
                        NOW,
                        NOW));
    }

    @Test
    void anUnknownGenerationIsNoneAndTheKindDefaultsToAuth() {
        take(event("e1", "{\"identity\":\"billing\",\"generation\":\"unknown\",\"outcome\":\"ok\"}"));
        assertThat(operations.signals.get(0).generation()).isEmpty();
        assertThat(operations.signals.get(0).kind()).isEqualTo(RawSignal.Kind.AUTH);
    }

    @Test
    void binaryModeTakesTheAttributesFromHeaders() {
        Envelope envelope = new Envelope(
                Optional.of("application/json"),
                Optional.empty(),
                Map.of(
                        "specversion",
                        "1.0",
                        "id",
                        "e1",
                        "source",
                        "estate",
                        "type",
                        EventReader.SIGNAL,
                        "time",
                        NOW.toString()),
                bytes("{\"identity\":\"billing\",\"outcome\":\"ok\"}"));
        assertThat(intake.take(envelope, ESTATE, NOW)).isEqualTo(new Receipt.Taken(1, 0, 0));
    }

    @Test
    void heartbeatsReachTheEngineAsSuch() {
        String heartbeat = "{\"specversion\":\"1.0\",\"id\":\"h1\",\"source\":\"estate\",\"type\":\""
                + EventReader.HEARTBEAT + "\",\"data\":{\"at\":\"" + NOW + "\"}}";
        assertThat(take(heartbeat)).isEqualTo(new Receipt.Taken(1, 0, 0));
        assertThat(operations.heartbeats).containsExactly("estate " + NOW);
        assertThat(counters.snapshot()).containsEntry(Counted.HEARTBEAT, 1L);
    }

    @Test
    void theSameIdWithin15MinutesIsADuplicate() {
        take(ok("e1"));
        assertThat(take(ok("e1"))).isEqualTo(new Receipt.Taken(0, 1, 0));
        assertThat(takeAt(batch(ok("e2"), ok("e2")), NOW)).isEqualTo(new Receipt.Taken(1, 1, 0));
        Instant later = NOW.plusSeconds(15 * 60);
        String again = ok("e1").replace(NOW.toString(), later.toString());
        assertThat(takeAt("[" + again + "]", later)).isEqualTo(new Receipt.Taken(1, 0, 0));
        assertThat(counters.snapshot()).containsEntry(Counted.DUPLICATE, 2L).containsEntry(Counted.ACCEPTED, 3L);
    }

    @Test
    void theMemoryOfIdsIsBounded() {
        Remembered remembered = new Remembered(3);
        for (int i = 0; i < 10; i++) {
            remembered.add(new Remembered.Key("estate", "e" + i), NOW);
        }
        assertThat(remembered.size()).isEqualTo(3);
        assertThat(remembered.contains(new Remembered.Key("estate", "e9"), NOW)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-601,1", "-600,0", "0,0", "60,0", "61,1"})
    void timesFarFromTheirArrivalAreQuarantinedAndNeverEvidence(long offset, int quarantined) {
        String event = ok("e1").replace(NOW.toString(), NOW.plusSeconds(offset).toString());
        assertThat(take(event)).isEqualTo(new Receipt.Taken(1 - quarantined, 0, quarantined));
        assertThat(operations.signals).hasSize(1 - quarantined);
    }

    @Test
    void allProblemsOfABatchComeAtOnceWithTheirPlaceAndNothingIsTaken() {
        String batch = batch(
                ok("e0"),
                event("e1", "{\"identity\":\"Billing!\",\"outcome\":\"maybe\"}"),
                event("e2", "{\"outcome\":\"ok\",\"generaton\":\"x\"}"),
                "7",
                ok("e4").replace("nhi-governor.signal.v1", "other"),
                event("e5", "{\"identity\":\"billing\",\"target\":\"db@orders\",\"outcome\":\"ok\"}"));
        Receipt.Refused refused = (Receipt.Refused) takeAt(batch, NOW);
        assertThat(refused.why()).isEqualTo(Receipt.Why.MALFORMED);
        assertThat(refused.problems())
                .extracting(problem -> problem.field().orElse(""))
                .contains(
                        "[1].data.identity",
                        "[1].data.outcome",
                        "[2].data.identity",
                        "[2].data.generaton",
                        "[3]",
                        "[4].type",
                        "[5].data.target");
        assertThat(refused.problems()).extracting(Problem::remedy).contains("Did you mean generation?");
        assertThat(operations.signals).isEmpty();
        assertThat(take(ok("e0"))).isEqualTo(new Receipt.Taken(1, 0, 0));
    }

    @Test
    void aTokenReportsOnlyAsItsSourceAndAboutItsIdentities() {
        Receipt.Refused source = (Receipt.Refused) take(ok("e1").replace("estate", "vault"));
        assertThat(source.why()).isEqualTo(Receipt.Why.FORBIDDEN);
        assertThat(source.problems().get(0).text()).contains("only as estate", "not as vault");
        Reporter narrow = new Reporter("estate", Set.of("orders"));
        Receipt.Refused identity = (Receipt.Refused) intake.take(structured(ok("e1")), narrow, NOW);
        assertThat(identity.why()).isEqualTo(Receipt.Why.FORBIDDEN);
        Receipt.Refused none =
                (Receipt.Refused) intake.take(structured(ok("e1")), new Reporter("estate", Set.of()), NOW);
        assertThat(none.why()).isEqualTo(Receipt.Why.FORBIDDEN);
        assertThat(counters.snapshot()).containsEntry(Counted.REFUSED_FORBIDDEN, 3L);
    }

    @Test
    void aFullBufferTakesNothingAndForgetsTheIds() {
        operations.full = true;
        assertThat(take(ok("e1"))).isEqualTo(new Receipt.Full(1));
        assertThat(counters.snapshot())
                .containsEntry(Counted.REFUSED_BUFFER_FULL, 1L)
                .containsEntry(Counted.ACCEPTED, 0L);
        operations.full = false;
        assertThat(take(ok("e1"))).isEqualTo(new Receipt.Taken(1, 0, 0));
    }

    @Test
    void gzipIsInflated() throws IOException {
        assertThat(gzipped(gzip(bytes(ok("e1"))))).isEqualTo(new Receipt.Taken(1, 0, 0));
    }

    @Test
    void aGzipBombIsRefusedByRatioAndByOutput() throws IOException {
        Receipt.Refused ratio = (Receipt.Refused) gzipped(zeros(10));
        assertThat(ratio.why()).isEqualTo(Receipt.Why.TOO_LARGE);
        assertThat(ratio.problems().get(0).text()).contains("100 times");
        Receipt.Refused output = (Receipt.Refused) gzipped(zeros(256));
        assertThat(output.problems().get(0).text()).contains("16 MB");
        assertThat(counters.snapshot()).containsEntry(Counted.REFUSED_TOO_LARGE, 2L);
    }

    @Test
    void brokenGzipAndNestedEncodingsAreRefused() throws IOException {
        assertThat(((Receipt.Refused) gzipped(bytes("no gzip"))).why()).isEqualTo(Receipt.Why.MALFORMED);
        Envelope nested = new Envelope(
                Optional.of("application/cloudevents+json"), Optional.of("gzip, gzip"), Map.of(), gzip(bytes("{}")));
        assertThat(((Receipt.Refused) intake.take(nested, ESTATE, NOW)).why()).isEqualTo(Receipt.Why.WRONG_TYPE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1,'a':2}|Duplicate",
                "{|end-of-input",
                "{} {}|after the end",
                "1e99999999999999999999999999999999999999999999999999999999999999999|64"
            })
    void brokenJsonIsRefusedWithItsPlace(String text, String reason) {
        Receipt.Refused refused = (Receipt.Refused) take(text.replace('\'', '"'));
        assertThat(refused.problems().get(0).code()).isEqualTo("A4001");
        assertThat(refused.problems().get(0).text()).contains(reason);
        assertThat(refused.problems().get(0).line()).isPresent();
    }

    @Test
    void depthStringsAndCountsAreBounded() {
        assertThat(refusal("[".repeat(200_000))).contains("depth");
        assertThat(refusal("{\"a\":\"" + "x".repeat(1_000_001) + "\"}")).contains("String");
        String many = IntStream.range(0, 10_001).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]"));
        Receipt.Refused refused = (Receipt.Refused) takeAt(many, NOW);
        assertThat(refused.problems().get(0).text()).contains("more than 10000 entries");
    }

    @Test
    void fieldsAreAtMost500Characters() {
        Receipt.Refused refused = (Receipt.Refused) take(
                event("e1", "{\"identity\":\"billing\",\"outcome\":\"fail\",\"reason\":\"" + "x".repeat(501) + "\"}"));
        assertThat(refused.problems().get(0).field()).contains("data.reason");
    }

    @Test
    void aForeignContentTypeIsRefused() {
        Envelope envelope = new Envelope(Optional.of("text/plain"), Optional.empty(), Map.of(), bytes("{}"));
        assertThat(((Receipt.Refused) intake.take(envelope, ESTATE, NOW)).why()).isEqualTo(Receipt.Why.WRONG_TYPE);
    }

    @Test
    void theProblemsOfAHopelessBatchStopAtAHundredOrSo() {
        String many = IntStream.range(0, 10_000).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]"));
        assertThat(((Receipt.Refused) takeAt(many, NOW)).problems()).hasSizeBetween(100, 110);
    }

    private String refusal(String text) {
        return ((Receipt.Refused) take(text)).problems().get(0).text();
    }

    private Receipt gzipped(byte[] body) {
        return intake.take(
                new Envelope(Optional.of("application/cloudevents+json"), Optional.of("gzip"), Map.of(), body),
                ESTATE,
                NOW);
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text);
        }
        return out.toByteArray();
    }

    private static byte[] zeros(int megabytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < megabytes; i++) {
                gzip.write(new byte[1024 * 1024]);
            }
        }
        return out.toByteArray();
    }

    private Receipt take(String event) {
        return intake.take(structured(event), ESTATE, NOW);
    }

    private Receipt takeAt(String batch, Instant arrived) {
        return intake.take(
                new Envelope(
                        Optional.of("application/cloudevents-batch+json; charset=utf-8"),
                        Optional.empty(),
                        Map.of(),
                        bytes(batch)),
                ESTATE,
                arrived);
    }

    private static Envelope structured(String event) {
        return new Envelope(Optional.of("application/cloudevents+json"), Optional.empty(), Map.of(), bytes(event));
    }

    private static String batch(String... events) {
        return "[" + String.join(",", events) + "]";
    }

    private static String ok(String id) {
        return event(id, "{\"identity\":\"billing\",\"outcome\":\"ok\"}");
    }

    private static String event(String id, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"estate\",\"type\":\"" + EventReader.SIGNAL
                + "\",\"time\":\"" + NOW + "\",\"traceparent\":\"x\",\"data\":" + data + "}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
