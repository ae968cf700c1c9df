package io.nhigovernor.governor.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Times a replay of one million signals of 5,000 members and 100 control identities, beside merely parsing the same lines.
 * Arguments: number of signals (1,000,000), number of runs (5).
 */
public final class ReplayBenchmark {
    private static final Instant CUTOVER = Instant.parse("2026-03-01T12:00:00Z");
    private static final int MEMBERS = 5000;
    private static final int CONTROL = 100;

    private ReplayBenchmark() {}

    public static void main(String[] args) throws IOException {
        int signals = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int runs = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Path stream = Files.createTempFile("replay", ".jsonl");
        try {
            write(stream, signals);
            System.out.printf("%d signals, %d MB%n", signals, Files.size(stream) >> 20);
            for (int run = 0; run < runs; run++) {
                double floor = parseOnly(stream);
                System.gc();
                long began = cpu();
                long wallBegan = System.nanoTime();
                ReplayResult result;
                StringBuilder last = new StringBuilder();
                try (InputStream in = Files.newInputStream(stream)) {
                    result = Replay.run(
                            in,
                            new ReplayOptions(ReplayOptions.Output.JSON, false, System.err::println),
                            line -> last.replace(0, last.length(), line));
                }
                double seconds = (cpu() - began) / 1e9;
                double wall = (System.nanoTime() - wallBegan) / 1e9;
                System.gc();
                Runtime memory = Runtime.getRuntime();
                System.out.printf(
                        "processor time: replay %.2f s, parsing alone %.2f s, ratio %.1f; wall %.2f s; %d MB used after; exit %d%n%s%n",
                        seconds,
                        floor,
                        seconds / floor,
                        wall,
                        memory.totalMemory() - memory.freeMemory() >> 20,
                        result.exitCode(),
                        last);
            }
        } finally {
            Files.delete(stream);
        }
    }

    /** Processor time of this thread: the machine may be busy with other things. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double parseOnly(Path stream) throws IOException {
        JsonFactory json = new JsonFactory();
        long began = cpu();
        long characters = 0;
        try (InputStream in = Files.newInputStream(stream)) {
            LineReader lines = new LineReader(in);
            while (lines.next()) {
                try (JsonParser parser = json.createParser(lines.buffer(), lines.start(), lines.length())) {
                    while (parser.nextToken() != null) {
                        characters += parser.currentToken().isScalarValue()
                                ? parser.getText().length()
                                : 0;
                    }
                }
            }
        }
        if (characters == 0) {
            throw new IllegalStateException("nothing was read");
        }
        return (cpu() - began) / 1e9;
    }

    /** A quarter of the signals in an hour of baseline, the rest in three hours after the cutover; 0.2 % fail. */
    private static void write(Path stream, int signals) throws IOException {
        Random random = new Random(1);
        int accounts = MEMBERS + CONTROL;
        double step = 4 * 3600.0 / signals;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(stream))) {
            line(
                    out,
                    "{\"type\":\"ring\",\"ring\":\"bench\",\"members\":[%s],\"control\":[%s],\"cutover\":\"%s\",\"baselineFrom\":\"%s\"}",
                    names("m", MEMBERS),
                    names("c", CONTROL),
                    CUTOVER,
                    CUTOVER.minusSeconds(3600));
            for (int i = 0; i < signals; i++) {
                double t = -3600 + i * step;
                int account = random.nextInt(accounts);
                boolean member = account < MEMBERS;
                line(
                        out,
                        "{\"type\":\"signal\",\"id\":\"%08x\",\"at\":\"%s\",\"identity\":\"%s\",\"generation\":\"%s\","
                                + "\"outcome\":\"%s\",\"kind\":\"AUTH\",\"source\":\"verifier\"}",
                        i,
                        CUTOVER.plusNanos((long) (t * 1e6) * 1000),
                        member ? "m" + account : "c" + (account - MEMBERS),
                        member && t >= 0 ? "candidate" : "prior",
                        random.nextInt(500) == 0 ? "fail" : "ok");
                if (i % 1000 == 0) {
                    line(
                            out,
                            "{\"type\":\"heartbeat\",\"at\":\"%s\",\"source\":\"verifier\"}",
                            CUTOVER.plusNanos((long) (t * 1e6) * 1000));
                }
            }
        }
    }

    private static String names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"" + prefix + i + "\"").collect(Collectors.joining(","));
    }

    private static void line(OutputStream out, String format, Object... values) throws IOException {
        out.write((String.format(format, values) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
