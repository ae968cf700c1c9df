package io.nhigovernor.proofs.kills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What the changed copy of the product calls, inside the governor's process: it halts the process at the points that it is
 * told to, each once ever, and writes the backends' request log. What lies ahead and what was done is in files, so that the
 * next life of the process knows.
 */
public final class CrashPoints {
    /** Points still to come and those behind, as {@code point@operation}; the second with the intent it was for. */
    static final String AHEAD = "crash.ahead";

    static final String DONE = "crash.done";
    static final String REQUESTS = "crash.requests";
    static final String DATABASE = "crash.database";
    static final int EXIT = 66;

    /** A backend answers within about as long. */
    private static final Duration UNDER_WAY = Duration.ofMillis(4);

    private static final Set<String> TAKES_BACK = Set.of("ENABLE", "REPOINT", "WITHDRAW", "DISCARD");
    private static final Set<String> ahead = ConcurrentHashMap.newKeySet();
    private static final Map<String, Intent> intents = new ConcurrentHashMap<>();
    private static final Map<String, Intent> lastOfRestore = new ConcurrentHashMap<>();
    private static final ThreadLocal<Optional<Request>> current = ThreadLocal.withInitial(Optional::empty);

    /** Of the one thread that writes to the database. */
    private static Optional<Torn> torn = Optional.empty();

    private static Optional<String> whenCommitted = Optional.empty();
    private static Optional<Intent> committedFor = Optional.empty();

    private record Intent(String id, String operation, String subject) {
        /** The rollout and the credential: the part of the subject that its other operations share. */
        String credential() {
            int holder = subject.indexOf('@');
            return holder < 0 ? subject : subject.substring(0, holder);
        }

        /** What a point of it goes by: for any credential, or for those whose ids begin with one word. */
        Stream<String> names(String point) {
            var name = point + "@" + operation;
            var words = subject.split("/");
            return words.length < 2 ? Stream.of(name) : Stream.of(name, name + "/" + words[1]);
        }
    }

    private record Request(String intent, String operation, String attempt) {}

    private record Torn(Intent intent, byte[] before) {}

    static {
        try {
            ahead.addAll(lines(AHEAD));
            lines(DONE).forEach(line -> ahead.remove(line.split(" ")[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CrashPoints() {}

    private static java.util.List<String> lines(String property) throws IOException {
        var file = System.getProperty(property);
        return file == null || !Files.exists(Path.of(file)) ? java.util.List.of() : Files.readAllLines(Path.of(file));
    }

    // ---- what is known of intents

    public static void known(String id, String operation, String subject) {
        intents.put(id, new Intent(id, operation, subject));
    }

    /** Decided, and about to be recorded. */
    public static void opening(String id, String operation, String subject) {
        known(id, operation, subject);
        var intent = new Intent(id, operation, subject);
        Optional.ofNullable(lastOfRestore.get(intent.credential()))
                .filter(last ->
                        TAKES_BACK.contains(operation) && !last.operation().equals(operation))
                .ifPresent(last -> die("K7", last));
        of("K0", id);
    }

    /** Decided to be over. */
    public static void closing(String id) {
        Optional.ofNullable(intents.get(id))
                .filter(intent -> TAKES_BACK.contains(intent.operation()))
                .ifPresent(intent -> lastOfRestore.put(intent.credential(), intent));
    }

    // ---- points

    public static void of(String point, String id) {
        Optional.ofNullable(intents.get(id)).ifPresent(intent -> die(point, intent));
    }

    /** At a point of the request that this thread makes. */
    public static void at(String point) {
        current.get().ifPresent(request -> of(point, request.intent()));
    }

    /** At a point of one of the steps of the request that this thread makes. @param step empty for none */
    public static void at(String point, String step) {
        if (!step.isEmpty()) {
            current.get()
                    .flatMap(request -> Optional.ofNullable(intents.get(request.intent())))
                    .ifPresent(intent -> intent.names(point)
                            .map(name -> name + "/" + step)
                            .filter(ahead::contains)
                            .findFirst()
                            .ifPresent(name -> halt(name, intent)));
        }
    }

    /** K2, where the bytes are another thread's: some time after that has them. */
    public static void underWay(String step) {
        if (ahead.stream().anyMatch(name -> name.startsWith("K2@") && name.endsWith("/" + step))) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(UNDER_WAY.toNanos()));
            at("K2", step);
        }
    }

    private static Optional<String> due(String point, Intent intent) {
        return intent.names(point).filter(ahead::contains).findFirst();
    }

    private static void die(String point, Intent intent) {
        due(point, intent).ifPresent(name -> halt(name, intent));
    }

    private static synchronized void halt(String name, Intent intent) {
        append(DONE, name + " " + intent.id());
        Runtime.getRuntime().halt(EXIT);
    }

    // ---- the commit

    /** The commit that comes next reaches the disk in part, if that is still to come for this kind of operation. */
    public static void tear(String id) {
        Optional.ofNullable(intents.get(id))
                .filter(intent -> torn.isEmpty() && due("K13", intent).isPresent())
                .ifPresent(intent -> torn = Optional.of(new Torn(intent, writeAheadLog())));
    }

    public static void afterCommit(String point, String id) {
        Optional.ofNullable(intents.get(id))
                .filter(intent -> whenCommitted.isEmpty() && due(point, intent).isPresent())
                .ifPresent(intent -> {
                    whenCommitted = Optional.of(point);
                    committedFor = Optional.of(intent);
                });
    }

    public static void committed() {
        torn.ifPresent(tearing -> {
            writeInPart(tearing.before());
            die("K13", tearing.intent());
        });
        whenCommitted.ifPresent(point -> die(point, committedFor.orElseThrow()));
    }

    private static Path writeAheadLogFile() {
        return Path.of(System.getProperty(DATABASE) + "-wal");
    }

    private static byte[] writeAheadLog() {
        try {
            return Files.exists(writeAheadLogFile()) ? Files.readAllBytes(writeAheadLogFile()) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if the power had gone in the middle of what the commit wrote: its second half is as it was before. */
    private static void writeInPart(byte[] before) {
        var after = writeAheadLog();
        int first = Arrays.mismatch(before, after);
        if (first < 0) {
            throw new IllegalStateException("a commit wrote nothing");
        }
        int cut = first + (after.length - first) / 2;
        try (var file = FileChannel.open(writeAheadLogFile(), StandardOpenOption.WRITE)) {
            if (before.length > cut) {
                file.write(ByteBuffer.wrap(before, cut, before.length - cut), cut);
            }
            file.truncate(Math.max(cut, before.length));
            file.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- the request log

    /** From here on this thread makes this request. */
    public static void request(String id, String operation, String attempt) {
        current.set(Optional.of(new Request(id, operation, attempt)));
        intents.putIfAbsent(id, new Intent(id, operation, ""));
    }

    /** The same for a database's sessions, after what they are called. */
    public static String application(String name) {
        return current.get().map(request -> name + " " + request.intent()).orElse(name);
    }

    /** This thread makes none any more. */
    public static void answered() {
        current.remove();
    }

    /** What this thread makes, for a backend's own log: operation, intent and attempt; empty outside of a request. */
    public static String telling() {
        return current.get()
                .map(request -> request.operation() + " " + request.intent() + " " + request.attempt())
                .orElse("");
    }

    public static void sent(Path file) {
        log("sent", file);
    }

    public static void took(Path file) {
        log("took", file);
    }

    private static void log(String what, Path file) {
        current.get()
                .ifPresent(request -> append(
                        REQUESTS,
                        String.join(
                                " ",
                                Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())),
                                what,
                                request.operation(),
                                request.intent(),
                                request.attempt(),
                                file.toAbsolutePath().toString())));
    }

    private static synchronized void append(String property, String line) {
        try {
            Files.writeString(
                    Path.of(System.getProperty(property)),
                    line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
