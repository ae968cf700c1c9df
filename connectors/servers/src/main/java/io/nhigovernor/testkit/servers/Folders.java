package io.nhigovernor.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;

/** Folders that servers live in. */
final class Folders {
    private Folders() {}

    static Path temporary(String prefix) {
        try {
            return Files.createTempDirectory(prefix).toRealPath();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Makes it, with its parents, and gives its real path: servers compare paths after links are followed. */
    static Path make(Path folder) {
        try {
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Removes it with everything in it, as far as that is possible: a server that just ended may still be leaving. */
    static void remove(Path folder) {
        try (var inside = Files.walk(folder)) {
            for (Path entry : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (NoSuchFileException gone) {
            // As wanted.
        } catch (IOException | UncheckedIOException left) {
            folder.toFile().deleteOnExit();
        }
    }
}
