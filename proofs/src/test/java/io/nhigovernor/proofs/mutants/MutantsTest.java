package io.nhigovernor.proofs.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every bug sown is found, by the life that the list names for it. Where that life breaks nothing any more, another one is
 * looked for, and the failure says what the list should say; so does, for all of them, {@code target/mutants/report.md}.
 */
@Execution(ExecutionMode.CONCURRENT)
class MutantsTest {
    private static final Path WORK = Path.of("target", "mutants").toAbsolutePath();
    private static final Path LIST = Path.of("..", "docs", "proofs", "mutants.md");
    private static final int AT_LEAST = 25;
    private static final int LIVES = 5_000;
    /** Up to there {@code RandomWalkTest} lives them all. */
    private static final int LIVED_ELSEWHERE = 2_000;

    private static final int MORE = 500;
    private static final Map<String, String> FOUND = new ConcurrentSkipListMap<>();

    static Stream<Mutant> mutants() throws IOException {
        return Mutant.in(Path.of("mutants").toAbsolutePath()).stream();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theBugIsFound(Mutant mutant) throws Exception {
        RecordedLives list = RecordedLives.in(LIST);
        OptionalLong recorded = list.of(mutant);
        try (Core core = mutant.core(WORK)) {
            Optional<String> found = recorded.isPresent()
                    ? core.firstBreak(recorded.getAsLong(), recorded.getAsLong() + 1)
                    : Optional.empty();
            if (found.isEmpty()) {
                found = core.firstBreak(0, LIVES);
            }
            assertThat(found)
                    .as("none of " + LIVES + " lives found: " + mutant.what())
                    .isPresent();
            String line = RecordedLives.line(mutant, found.get());
            FOUND.put(mutant.toString(), line);
            assertThat(list.lines()).as(LIST + " should say: " + line).contains(line);
        }
    }

    /** Without a bug the same lives break nothing: what kills a mutant is the mutant. */
    @Test
    void theCoreItselfBreaksNothingInTheSameLivesNorInSomeMore() throws Exception {
        RecordedLives list = RecordedLives.in(LIST);
        try (Core core = Core.asBuilt()) {
            for (Mutant mutant : mutants().toList()) {
                long seed = list.of(mutant).orElseThrow();
                assertThat(core.firstBreak(seed, seed + 1))
                        .as(mutant.toString())
                        .isEmpty();
            }
            assertThat(core.firstBreak(LIVED_ELSEWHERE, LIVED_ELSEWHERE + MORE)).isEmpty();
        }
    }

    @Test
    void thereAreEnoughAndTheListNamesEachOne() throws IOException {
        List<Mutant> mutants = mutants().toList();
        RecordedLives list = RecordedLives.in(LIST);
        assertThat(mutants)
                .hasSizeGreaterThanOrEqualTo(AT_LEAST)
                .allMatch(mutant -> list.of(mutant).isPresent());
    }

    @AfterAll
    static void report() throws IOException {
        Files.createDirectories(WORK);
        Files.write(WORK.resolve("report.md"), FOUND.values());
    }
}
