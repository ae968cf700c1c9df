package io.nhigovernor.governor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Which installation runs and what code it runs, as the ledger names them once per start.
 *
 * @param node made at the first start and kept beside the database
 * @param build SHA-256 of the file the governor's own classes come from, or of the files below it
 */
record Instance(String node, String build) {
    private static final int BUFFER = 1 << 16;

    static Instance of(Path data) throws IOException {
        return new Instance(node(data.resolve("node")), digest(own()));
    }

    private static String node(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path unfinished = file.resolveSibling("node.new");
            Files.writeString(
                    unfinished, UUID.randomUUID() + "\n", StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Files.move(unfinished, file);
        }
        return Files.readString(file).strip();
    }

    private static Path own() {
        try {
            CodeSource source = Objects.requireNonNull(
                    Instance.class.getProtectionDomain().getCodeSource(), "classes that came from nowhere");
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the governor's own classes lie nowhere", e);
        }
    }

    /** Of a file its content; of a directory the names and contents of its files, in order of name. */
    static String digest(Path place) throws IOException {
        MessageDigest digest = sha256();
        for (Path file : files(place)) {
            if (!file.equals(place)) {
                digest.update(
                        (place.relativize(file) + "\n" + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            }
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> files(Path place) throws IOException {
        try (Stream<Path> found = Files.walk(place)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
