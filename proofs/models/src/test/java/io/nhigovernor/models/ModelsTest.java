package io.nhigovernor.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

@Execution(ExecutionMode.CONCURRENT)
class ModelsTest {
    private static final Path MODELS = Path.of("").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final int MUTANTS = 19;
    /** The longest by far: {@link LivenessTest} checks it beside the others. */
    static final String LIVENESS = "Governor-liveness";

    private static final Path REPORT = Path.of("target", "models.md");
    private static final Map<String, String> FOUND = new ConcurrentSkipListMap<>();

    static Stream<Configuration> configurations() throws IOException {
        List<Configuration> all = new ArrayList<>(Configuration.in(MODELS, MODELS));
        all.removeIf(configuration -> configuration.name().equals(LIVENESS));
        all.addAll(Configuration.in(MODELS.resolve("mutants"), MODELS));
        if (Boolean.getBoolean("models.long")) {
            all.addAll(Configuration.in(MODELS.resolve("long"), MODELS));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    @Execution(ExecutionMode.SAME_THREAD)
    void tlcFindsExactlyWhatTheConfigurationExpects(Configuration configuration) throws Exception {
        check(configuration);
    }

    static void check(Configuration configuration) throws Exception {
        var found = new ModelChecker(Path.of("target", "tlc").toAbsolutePath()).check(configuration, LIMIT);
        FOUND.put(
                configuration.name(),
                "| %s | %s | %,d | %d | %d s |"
                        .formatted(
                                configuration,
                                found.violated(),
                                found.distinctStates(),
                                found.trace(),
                                found.took().toSeconds()));
        assertThat(found.violated())
                .isEqualTo(configuration.temporal() ? ModelChecker.Found.TEMPORAL : configuration.expected());
    }

    @Test
    void everyMutantIsThereAndIsToBeCaught() throws IOException {
        List<Configuration> mutants = Configuration.in(MODELS.resolve("mutants"), MODELS);
        assertThat(mutants)
                .hasSize(MUTANTS)
                .noneMatch(mutant -> mutant.expected().equals(Configuration.NO_ERROR));
    }

    @AfterAll
    static synchronized void report() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("| Configuration | TLC found | distinct states | steps to it | took |");
        lines.add("|---|---|---|---|---|");
        lines.addAll(FOUND.values());
        Files.write(REPORT, lines);
    }
}
