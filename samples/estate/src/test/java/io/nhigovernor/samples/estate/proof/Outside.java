package io.nhigovernor.samples.estate.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** The world outside the governor, read from the local connector's files without any code of it. */
public record Outside(Path home) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A credential, and one of its holders where it is about a delivery; as {@code credential@identity} or {@code credential}. */
    public record Subject(String text) {
        boolean target() {
            return text.indexOf('@') >= 0;
        }

        String credential() {
            return target() ? text.substring(0, text.indexOf('@')) : text;
        }

        String identity() {
            return text.substring(text.indexOf('@') + 1);
        }
    }

    private static String flat(String id) {
        return id.replace('/', '~');
    }

    /** Takes the lock that every effect on this subject needs, as another process would. */
    Held lock(Subject subject) throws IOException {
        var name = subject.target()
                ? "target-" + flat(subject.credential()) + "@" + subject.identity()
                : "accept-" + flat(subject.credential());
        var channel = FileChannel.open(
                home.resolve("locks").resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new Held(channel, channel.lock());
    }

    /** A lock until closed. */
    record Held(FileChannel channel, FileLock lock) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Something that differs before and after any effect on this subject. */
    String seen(Subject subject) throws IOException {
        if (!subject.target()) {
            return String.valueOf(Files.readAttributes(acceptFile(subject.credential()), BasicFileAttributes.class)
                    .fileKey());
        }
        var link = delivered(subject).resolve("current");
        return Files.readSymbolicLink(link) + " " + kept(subject) + " " + keys(subject);
    }

    /** Waits until an effect on this subject shows. @return false if none did */
    boolean awaitChange(Subject subject, String before, long patienceNanos) throws IOException {
        long until = System.nanoTime() + patienceNanos;
        while (seen(subject).equals(before)) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(20_000);
        }
        return true;
    }

    private Path acceptFile(String credential) {
        return home.resolve("accept").resolve(flat(credential) + ".json");
    }

    private Path delivered(Subject target) {
        return home.resolve("delivered").resolve(target.identity()).resolve(flat(target.credential()));
    }

    private Path store(Subject target) {
        return home.resolve("store")
                .resolve("values")
                .resolve(target.identity())
                .resolve(flat(target.credential()));
    }

    private List<Object> keys(Subject target) throws IOException {
        var keys = new ArrayList<>();
        for (var name : kept(target)) {
            try {
                keys.add(Files.readAttributes(store(target).resolve(name), BasicFileAttributes.class)
                        .fileKey());
            } catch (NoSuchFileException e) {
                keys.add("gone");
            }
        }
        return keys;
    }

    /** File names of the generations the store keeps for this target. */
    SortedSet<String> kept(Subject target) throws IOException {
        try (var found = Files.list(store(target))) {
            var names = new TreeSet<String>();
            found.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".value") && !name.startsWith("."))
                    .forEach(names::add);
            return names;
        }
    }

    /** Every accept document, by credential. */
    public Map<String, JsonNode> accepts() throws IOException {
        var all = new TreeMap<String, JsonNode>();
        try (var found = Files.list(home.resolve("accept"))) {
            for (var file : found.filter(path -> path.toString().endsWith(".json"))
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .toList()) {
                var document = JSON.readTree(Files.readAllBytes(file));
                all.put(document.path("credential").asText(), document);
            }
        }
        return all;
    }

    /** Every target the accept documents name. */
    public List<Subject> targets() throws IOException {
        var targets = new ArrayList<Subject>();
        accepts()
                .forEach((credential, document) -> document.path("holders")
                        .forEach(holder -> targets.add(new Subject(credential + "@" + holder.asText()))));
        return targets;
    }

    /** What a target's link shows. */
    public record Pointer(long version, String generation, String intent) {}

    public Pointer pointer(Subject target) throws IOException {
        var folder = delivered(target).resolve("current").toRealPath();
        return new Pointer(
                Long.parseLong(Files.readString(folder.resolve("version")).strip()),
                Files.readString(folder.resolve("fingerprint")).strip(),
                Files.readString(folder.resolve("intent")).strip());
    }

    /** Everything outside that names the intent it came from. */
    SortedSet<String> intents() throws IOException {
        var intents = new TreeSet<String>();
        for (var document : accepts().values()) {
            document.path("generations")
                    .forEach(generation -> intents.add(generation.path("intent").asText()));
            document.path("destroyed")
                    .forEach(gone -> intents.add(gone.path("intent").asText()));
        }
        for (var target : targets()) {
            intents.add(pointer(target).intent());
        }
        intents.remove("enrolment");
        return intents;
    }
}
