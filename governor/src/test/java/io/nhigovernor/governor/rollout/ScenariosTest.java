package io.nhigovernor.governor.rollout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The transcripts in rings/scenarios. {@code -Dscenarios.rewrite=true} rewrites what must follow; commit a rewritten line only
 * if you know why it changed and want it so.
 */
class ScenariosTest {
    private static final Path STORIES = Path.of("..", "rings", "scenarios");

    private static List<Path> stories() throws IOException {
        try (Stream<Path> files = Files.list(STORIES)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }
}
