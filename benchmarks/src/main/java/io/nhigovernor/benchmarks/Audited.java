package io.nhigovernor.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One answered request as Vault's audit log tells it. */
record Audited(Instant at, String operation, String path, JsonNode line) {
    private static final Set<String> WRITES = Set.of("create", "update", "patch");
    private static final String ANSWERED = "\"type\":\"response\"";

    /** Reads every answered request that was written since the file was {@code from} bytes long. */
    static void read(Path log, long from, Consumer<Audited> each) throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(from);
            try (var lines = new BufferedReader(Channels.newReader(file.getChannel(), StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.contains(ANSWERED)) {
                        var read = Api.JSON.readTree(line);
                        each.accept(new Audited(
                                Instant.parse(read.path("time").asText()),
                                read.at("/request/operation").asText(),
                                read.at("/request/path").asText(),
                                read));
                    }
                }
            }
        }
    }

    static long size(Path log) throws IOException {
        return Files.size(log);
    }

    /** How many requests of each shape there were since the file was {@code from} bytes long. */
    static SortedMap<String, Integer> counted(Path log, long from) throws IOException {
        var shapes = new TreeMap<String, Integer>();
        read(log, from, one -> shapes.merge(one.shape(), 1, Integer::sum));
        return shapes;
    }

    /** Without whose it was, and without which mounts. */
    String shape() {
        var kind = operation.equals("create") ? "update" : operation;
        return kind + " "
                + path.replaceAll("floor-", "")
                        .replaceAll("[a-z]+-[a-z]+[0-9]+-\\d{5}|(attempt|prior)-[^/]+", "*")
                        .replaceAll("register/[^/]+", "register/*")
                        .replaceAll("/\\*(/\\*)+", "/*");
    }

    boolean writes() {
        return WRITES.contains(operation);
    }

    boolean good() {
        return !line.hasNonNull("error");
    }
}
