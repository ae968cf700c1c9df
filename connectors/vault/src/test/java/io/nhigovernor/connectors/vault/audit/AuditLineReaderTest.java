package io.nhigovernor.connectors.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.connectors.vault.tail.LogTail;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLineReaderTest {
    private static final String SMALL =
            "{\"time\":\"2026-11-27T11:32:48.25Z\",\"type\":\"response\",\"request\":{\"id\":\"r1\"%s}}";

    @Test
    void whatARealLoginSays() {
        AuditLine line =
                RealLines.response(any -> RealLines.login(any) && any.loggedIn().isPresent());
        assertThat(line.requestId()).isEqualTo("cc5ed328-ae31-c28c-df5f-457915b737a6");
        assertThat(line.time()).isEqualTo(Instant.parse("2026-11-27T11:32:48.252743604Z"));
        assertThat(line.operation()).isEqualTo("update");
        assertThat(line.mountPoint()).isEqualTo("auth/approle/");
        assertThat(line.mountType()).isEqualTo("approle");
        assertThat(line.pathInMount()).isEqualTo("login");
        assertThat(line.remoteAddress()).contains("127.0.0.1");
        assertThat(line.namespace()).isEmpty();
        assertThat(line.requestData()).containsOnlyKeys("role_id", "secret_id");
        assertThat(line.requestData().values()).allMatch(value -> value.startsWith("hmac-sha256:"));
        AuditLine.Caller who = line.loggedIn().orElseThrow();
        assertThat(who.metadata())
                .isEqualTo(Map.of(
                        "attempt", "a1",
                        "credential", "approle/billing",
                        "generation", "gen-prior-1",
                        "identity", "billing",
                        "ring", "canary",
                        "role_name", "billing"));
        assertThat(who.displayName()).contains("approle");
        assertThat(who.entityId()).contains("b3004dcd-a2db-cd21-3f48-7e6867eab736");
        assertThat(who.accessor().orElseThrow()).startsWith("hmac-sha256:");
    }

    @Test
    void theVersionOfARealReadIsInClearAndTheOneAskedForIsNot() {
        AuditLine latest = RealLines.response(RealLines::read);
        assertThat(latest.version()).hasValue(2);
        assertThat(latest.requestData()).isEmpty();
        assertThat(latest.caller().metadata()).containsEntry("generation", "gen-prior-1");
        AuditLine pinned = RealLines.response(
                line -> RealLines.read(line) && line.requestData().containsKey("version"));
        assertThat(pinned.version()).hasValue(1);
        assertThat(pinned.requestData().get("version")).startsWith("hmac-sha256:");
    }

    @Test
    void everyRealLineIsRead() {
        assertThat(RealLines.all()).hasSize(18);
        assertThat(RealLines.all())
                .extracting(line -> line.requestId() + line.type())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vault-1 ", "<13>Nov 27 vault: ", "{not json} ", "a\tb {} "})
    void aDevicesPrefixIsPassedOver(String prefix) {
        assertThat(read(prefix + SMALL.formatted(""))).isInstanceOf(Decoded.Line.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[]", "null", "{}", "{", "7"})
    void aLineWithoutAnObjectIsSkipped(String text) {
        assertThat(read(text)).isEqualTo(new Decoded.Skipped(Decoded.Why.NO_JSON_OBJECT));
    }

    @Test
    void whatFollowsTheObjectMakesItNoLine() {
        assertThat(read(SMALL.formatted("") + "{\"a\":1}")).isEqualTo(new Decoded.Skipped(Decoded.Why.NO_JSON_OBJECT));
    }

    @Test
    void aLineWithoutTimeIdOrTypeIsIncomplete() {
        for (String text : List.of(
                "{\"type\":\"response\",\"request\":{\"id\":\"r1\"}}",
                "{\"time\":\"yesterday\",\"type\":\"response\",\"request\":{\"id\":\"r1\"}}",
                "{\"time\":\"2026-11-27T11:32:48Z\",\"type\":\"response\",\"request\":{\"id\":\"\"}}",
                "{\"time\":\"2026-11-27T11:32:48Z\",\"type\":\"response\",\"request\":[{\"id\":\"r1\"}]}",
                "{\"time\":\"2026-11-27T11:32:48Z\",\"request\":{\"id\":\"r1\"}}")) {
            assertThat(read(text)).isEqualTo(new Decoded.Skipped(Decoded.Why.INCOMPLETE));
        }
    }

    @Test
    void depthAndFieldsAndTheLineAreBounded() {
        String deep = "\"data\":{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}";
        assertThat(read(SMALL.formatted("," + deep))).isEqualTo(new Decoded.Skipped(Decoded.Why.OUT_OF_BOUNDS));
        String long2 = "\"path\":\"" + "x".repeat(2_001) + "\"";
        assertThat(read(SMALL.formatted("," + long2))).isEqualTo(new Decoded.Skipped(Decoded.Why.FIELD_TOO_LARGE));
        var many = new StringBuilder();
        for (int i = 0; i < 65; i++) {
            many.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":\"v\"");
        }
        assertThat(read("{\"auth\":{\"metadata\":{" + many + "}}}"))
                .isEqualTo(new Decoded.Skipped(Decoded.Why.FIELD_TOO_LARGE));
        byte[] huge = new byte[LogTail.LINE_MAX + 1];
        assertThat(AuditLineReader.read(huge, huge.length)).isEqualTo(new Decoded.Skipped(Decoded.Why.TOO_LONG));
    }

    /** Callers store what they like: that must not hide that they read it. */
    @Test
    void whatCallersPutIntoASecretDoesNotHideTheLine() {
        String secret = "\"data\":{\"" + "n".repeat(100_000) + "\":\"" + "v".repeat(3_000_000) + "\",\"deep\":"
                + "{\"a\":".repeat(300) + "1" + "}".repeat(300) + ",\"version\":123456789012345678901234567890}";
        assertThat(read(SMALL.formatted("," + secret))).isInstanceOf(Decoded.Line.class);
        assertThat(read("{\"error\":\"" + "e".repeat(100_000) + "\","
                        + SMALL.formatted("").substring(1)))
                .isInstanceOf(Decoded.Line.class);
    }

    @Test
    void damagedLinesAreSkippedOrReadButNeverThrown() {
        var random = new Random(20261127);
        List<String> real = RealLines.text().lines().toList();
        int skipped = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = damage(real.get(random.nextInt(real.size())).getBytes(StandardCharsets.UTF_8), random);
            Decoded decoded = AuditLineReader.read(bytes, bytes.length);
            assertThat(decoded).isNotNull();
            skipped += decoded instanceof Decoded.Skipped ? 1 : 0;
        }
        assertThat(skipped).isBetween(5_000, 19_999);
    }

    private static byte[] damage(byte[] line, Random random) {
        byte[] bytes = line.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 1 -> {
                for (int flips = 1 + random.nextInt(5); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return bytes;
            }
            case 2 -> {
                int at = random.nextInt(bytes.length);
                String nested = random.nextBoolean()
                        ? "[".repeat(random.nextInt(2_000))
                        : "{\"a\":".repeat(random.nextInt(2_000));
                return join(bytes, at, nested.getBytes(StandardCharsets.UTF_8));
            }
            default -> {
                byte[] noise = new byte[random.nextInt(5_000)];
                random.nextBytes(noise);
                return join(bytes, random.nextInt(bytes.length), noise);
            }
        }
    }

    private static byte[] join(byte[] bytes, int at, byte[] inserted) {
        byte[] joined = new byte[bytes.length + inserted.length];
        System.arraycopy(bytes, 0, joined, 0, at);
        System.arraycopy(inserted, 0, joined, at, inserted.length);
        System.arraycopy(bytes, at, joined, at + inserted.length, bytes.length - at);
        return joined;
    }

    private static Decoded read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return AuditLineReader.read(bytes, bytes.length);
    }
}
