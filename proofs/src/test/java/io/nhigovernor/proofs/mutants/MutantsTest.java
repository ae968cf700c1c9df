package io.nhigovernor.proofs.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bug sown is found; a report of by what is written to {@code target/mutants/report.md}. */
@Execution(ExecutionMode.CONCURRENT)
class MutantsTest {
    private static final Path WORK = Path.of("target", "mutants").toAbsolutePath();
    private static final Path LIST = Path.of("..", "docs", "proofs", "mutants.md");
    private static final int AT_LEAST = 25;
    private static final int LIVES = 5_000;
    private static final Map<String, String> FOUND = new ConcurrentSkipListMap<>();

    static Stream<Mutant> mutants() throws IOException {
        return Mutant.in(Path.of("mutants").toAbsolutePath()).stream();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void theSimulationFindsTheBug(Mutant mutant) throws Exception {
        String said = mutant.hunted(LIVES, WORK);
        System.out.println(mutant + ": " + said);
        assertThat(said).as(mutant.what()).startsWith(Hunt.KILLED);
        FOUND.put(
                mutant.toString(),
                "| " + mutant + " | " + mutant.what() + " | " + mutant.breaks() + " | "
                        + said.substring(Hunt.KILLED.length())
                                .replaceAll("\\[.*", "")
                                .replace("|", "/") + " |");
    }

    /** Without a bug the same lives break nothing: what kills a mutant is the mutant. */
    @Test
    void theCoreItselfBreaksNothingInTheSameLives() {
        assertThat(io.nhigovernor.governor.rollout.RandomLives.firstBreak(0, LIVES))
                .isEmpty();
    }

    @Test
    void thereAreEnoughAndTheListNamesEachOne() throws IOException {
        List<Mutant> mutants = mutants().toList();
        assertThat(mutants).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        String list = Files.readString(LIST);
        assertThat(mutants).allMatch(mutant -> list.contains("| " + mutant + " | " + mutant.what() + " |"));
    }

    @AfterAll
    static void report() throws IOException {
        Files.createDirectories(WORK);
        Files.write(WORK.resolve("report.md"), FOUND.values());
    }
}
