package io.nhigovernor.samples.estate.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Folders that a run begins with. */
public final class Folders {
    private Folders() {}

    /** Makes it, with nothing in it. */
    public static void empty(Path root) throws IOException {
        if (Files.exists(root)) {
            try (var found = Files.walk(root)) {
                for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(root);
    }
}
