package io.nhigovernor.connectors.local.files;

import io.nhigovernor.connectors.parts.files.AtomicFiles;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What consumers read: per target a link {@code current} to a directory {@code v<version>-<fingerprint>}. A directory is
 * complete before the link moves to it and is never changed afterwards, so whoever resolves the link once sees one generation
 * whole. Secrets lie here in clear by design: directories are the owner's alone. Callers hold the target's lock around changes.
 */
public final class DeliveredFiles {
    private static final String CURRENT = "current";
    private static final Pattern NUMBERED = Pattern.compile("v([0-9]{8,18})-.*");

    private final Path directory;

    public DeliveredFiles(Path directory) {
        this.directory = directory;
    }

    /** What a target's link shows, and the intent that made it so. */
    public record Shown(Fingerprint generation, Version version, String intent) {
        public Observed observed() {
            return Observed.of(generation, version);
        }
    }

    /** @throws IOException also if the link leads to something that was not written here */
    public Optional<Shown> current(TargetId target) throws IOException {
        var link = folder(target).resolve(CURRENT);
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        var shown = folder(target).resolve(Files.readSymbolicLink(link));
        var number = NUMBERED.matcher(shown.getFileName().toString());
        if (!number.matches()) {
            throw new IOException("the link current of " + target + " leads to something not written here");
        }
        return Optional.of(new Shown(
                new Fingerprint(text(shown.resolve("fingerprint"))),
                new Version(Long.parseLong(number.group(1))),
                text(shown.resolve("intent"))));
    }

    /** Makes a new directory with a number never used before, then moves the link to it. */
    public Shown point(TargetId target, Fingerprint generation, Map<String, byte[]> files, String intent)
            throws IOException {
        var folder = folder(target);
        AtomicFiles.directories(folder, AtomicFiles.OWNER_DIRECTORY);
        clearLeftovers(folder);
        // A crash may have left a complete directory that no link ever showed; its number is not used again.
        long version = numbered(folder).stream()
                        .mapToLong(DeliveredFiles::number)
                        .max()
                        .orElse(0)
                + 1;
        var name = "v%08d-%s".formatted(version, suffix(generation));
        write(folder.resolve(name), version, generation, files, intent);
        var link = AtomicFiles.leftover(folder.resolve(CURRENT));
        Files.createSymbolicLink(link, Path.of(name));
        Files.move(link, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
        AtomicFiles.forceDirectory(folder);
        return new Shown(generation, new Version(version), intent);
    }

    private static void write(
            Path finished, long version, Fingerprint generation, Map<String, byte[]> files, String intent)
            throws IOException {
        var unfinished = AtomicFiles.leftover(finished);
        AtomicFiles.directories(unfinished, AtomicFiles.OWNER_DIRECTORY);
        for (var file : files.entrySet()) {
            AtomicFiles.create(unfinished.resolve(file.getKey()), file.getValue(), AtomicFiles.OWNER);
        }
        for (var note : Map.of("version", Long.toString(version), "fingerprint", generation.value(), "intent", intent)
                .entrySet()) {
            AtomicFiles.create(
                    unfinished.resolve(note.getKey()),
                    note.getValue().getBytes(StandardCharsets.UTF_8),
                    AtomicFiles.OWNER);
        }
        AtomicFiles.forceDirectory(unfinished);
        Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes every directory of a generation; the caller made sure that the link shows none of them. */
    public void discard(TargetId target, Fingerprint generation) throws IOException {
        var folder = folder(target);
        clearLeftovers(folder);
        boolean found = false;
        for (var directory : numbered(folder)) {
            if (text(directory.resolve("fingerprint")).equals(generation.value())) {
                // Out of sight first, so that a crash in between leaves no half directory under its name.
                var leaving = AtomicFiles.leftover(directory);
                Files.move(directory, leaving, StandardCopyOption.ATOMIC_MOVE);
                AtomicFiles.deleteAll(leaving);
                found = true;
            }
        }
        if (found) {
            AtomicFiles.forceDirectory(folder);
        }
    }

    private static void clearLeftovers(Path folder) throws IOException {
        for (var path : list(folder)) {
            if (path.getFileName().toString().startsWith(AtomicFiles.LEFTOVER)) {
                AtomicFiles.deleteAll(path);
            }
        }
    }

    private static List<Path> numbered(Path folder) throws IOException {
        return list(folder).stream()
                .filter(path -> NUMBERED.matcher(path.getFileName().toString()).matches())
                .toList();
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var found = Files.list(folder)) {
            return new ArrayList<>(found.toList());
        }
    }

    private static long number(Path directory) {
        var matcher = NUMBERED.matcher(directory.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static String suffix(Fingerprint generation) {
        return FileNames.of(
                new Fingerprint(generation.value().substring(generation.value().indexOf(':') + 1)));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    private Path folder(TargetId target) {
        return directory.resolve(FileNames.of(target.identity())).resolve(FileNames.of(target.credential()));
    }
}
