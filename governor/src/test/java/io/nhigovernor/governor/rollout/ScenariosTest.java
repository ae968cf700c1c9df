package io.nhigovernor.governor.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The transcripts in rings/scenarios. {@code -Dscenarios.rewrite=true} rewrites what must follow; commit a rewritten line only
 * if you know why it changed and want it so. Every
 * drawn arrow is walked, and every story stands in the index.
 */
class ScenariosTest {
    private static final Path STORIES = Path.of("..", "rings", "scenarios");

    @TestFactory
    Stream<DynamicTest> everyStoryGoesAsWritten() throws IOException {
        return stories().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    String written = Files.readString(file);
                    String told = new Transcript(written).retold();
                    if (Boolean.getBoolean("scenarios.rewrite")) {
                        Files.writeString(file, told);
                    } else {
                        assertThat(told).isEqualTo(written);
                    }
                }));
    }

    @Test
    void togetherTheyWalkEveryArrowThatIsDrawn() throws IOException {
        Set<Transitions.Arrow> walked = new LinkedHashSet<>();
        for (Path file : stories()) {
            var transcript = new Transcript(Files.readString(file));
            transcript.retold();
            walked.addAll(transcript.walked());
        }
        assertThat(Transitions.all().stream()
                        .filter(drawn -> !walked.contains(drawn))
                        .map(drawn -> drawn.machine() + " " + drawn.from() + " -> " + drawn.to())
                        .toList())
                .as("drawn, but walked by no story")
                .isEmpty();
    }

    @Test
    void theIndexNamesEveryStory() throws IOException {
        var index = new StringBuilder(
                "# Scenarios\n\nStories of rollouts: prose, a plan, and events each followed by what must"
                        + " follow (`>`). They are told to the state\nmachines and a pretend world at every build.\n\n");
        for (Path file : stories()) {
            String title = Files.readAllLines(file).getFirst().substring(2);
            index.append("- [")
                    .append(title)
                    .append("](")
                    .append(file.getFileName())
                    .append(")\n");
        }
        Path page = STORIES.resolve("README.md");
        if (Boolean.getBoolean("scenarios.rewrite")) {
            Files.writeString(page, index);
        }
        assertThat(Files.readString(page)).isEqualTo(index.toString());
    }

    private static List<Path> stories() throws IOException {
        try (Stream<Path> files = Files.list(STORIES)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }
}
