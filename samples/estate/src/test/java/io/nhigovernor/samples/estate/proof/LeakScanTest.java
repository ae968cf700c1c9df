package io.nhigovernor.samples.estate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakScanTest {
    private static final int SIZE = 20_000;

    private final SplittableRandom random = new SplittableRandom(77);
    private final byte[] binary = bytes(32);
    private final String text = "p\"a\\s/s w\u00f6rd+with=every&kind<of>trouble";
    private final LeakScan scan = new LeakScan(
            List.of(new Needle("binary", binary), new Needle("text", text.getBytes(StandardCharsets.ISO_8859_1))));

    @TempDir
    private Path folder;

    private byte[] bytes(int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private Map<String, byte[]> disguised() throws IOException {
        var all = new TreeMap<String, byte[]>();
        all.put("raw", binary);
        all.put("fragment", Arrays.copyOfRange(binary, 11, 11 + Needle.LEAST_BYTES));
        var reversed = new byte[binary.length];
        for (int at = 0; at < reversed.length; at++) {
            reversed[at] = binary[binary.length - 1 - at];
        }
        all.put("reversed", reversed);
        for (int before = 0; before < 3; before++) {
            var inside = join(bytes(before), binary, bytes(4));
            all.put("base64-" + before, Base64.getEncoder().encode(inside));
            all.put(
                    "base64url-" + before,
                    Base64.getUrlEncoder().withoutPadding().encode(inside));
            all.put("mime-" + before, Base64.getMimeEncoder(64, ascii("\n")).encode(join(bytes(30 + before), binary)));
        }
        all.put("hex", ascii(HexFormat.of().formatHex(binary)));
        all.put("hex-upper", ascii(HexFormat.of().formatHex(binary).toUpperCase(Locale.ROOT)));
        all.put(
                "url",
                ascii(URLEncoder.encode(text, StandardCharsets.ISO_8859_1).replace("+", "%20")));
        all.put("json", ascii("{\"v\":\"p\\\"a\\\\s/s w\\u00f6rd+with\"}"));
        all.put("json-slash", ascii("{\"v\":\"p\\\"a\\\\s\\/s w\\u00f6rd+with\"}"));
        all.put("utf-8", text.getBytes(StandardCharsets.UTF_8));
        all.put("utf-16le", text.getBytes(StandardCharsets.UTF_16LE));
        all.put("utf-16be", text.getBytes(StandardCharsets.UTF_16BE));
        all.put("gzip", gzip(join(bytes(500), binary)));
        all.put("gzip-of-gzip", gzip(gzip(ascii(HexFormat.of().formatHex(binary)))));
        return all;
    }

    @Test
    void aSecretIsFoundInEveryDisguiseWhereverItLies() throws IOException {
        var disguised = disguised();
        for (var one : disguised.entrySet()) {
            Files.write(
                    folder.resolve(one.getKey()),
                    join(bytes(random.nextInt(SIZE)), one.getValue(), bytes(random.nextInt(SIZE))));
        }
        assertThat(scan.scan(folder, file -> false))
                .extracting(finding -> finding.file().getFileName().toString())
                .containsAll(disguised.keySet());
    }

    @Test
    void whatHoldsNoSecretIsCleanAndWhatIsExemptIsNotRead() throws IOException {
        Files.write(folder.resolve("noise"), bytes(3_000_000));
        Files.write(folder.resolve("hex"), ascii(HexFormat.of().formatHex(bytes(1_000_000))));
        Files.write(folder.resolve("base64"), Base64.getEncoder().encode(bytes(1_000_000)));
        Files.write(folder.resolve("gzip"), gzip(bytes(100_000)));
        // Eleven bytes may be chance.
        Files.write(folder.resolve("short"), Arrays.copyOf(binary, Needle.LEAST_BYTES - 1));
        Files.write(folder.resolve("delivered"), binary);
        assertThat(scan.scan(folder, file -> file.endsWith("delivered"))).isEmpty();
    }

    @Test
    void aFindingNamesThePlaceAndNeverTheValue() throws IOException {
        Files.write(folder.resolve("log"), ascii(HexFormat.of().formatHex(binary)));
        assertThat(scan.scan(folder, file -> false))
                .containsExactly(new LeakScan.Finding(folder.resolve("log"), "binary", "hex"));
    }
}
