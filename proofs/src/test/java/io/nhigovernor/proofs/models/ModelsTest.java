package io.nhigovernor.proofs.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.CONCURRENT)
class ModelsTest {
    private static final Path MODELS = Path.of("models").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final int MUTANTS = 19;

    static Stream<Configuration> configurations() throws IOException {
        List<Configuration> all = new ArrayList<>(Configuration.in(MODELS, MODELS));
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
        var found = new ModelChecker(Path.of("target", "tlc").toAbsolutePath()).check(configuration, LIMIT);
        System.out.printf(
                "%s: %s, %,d distinct states, trace of %d, %d s%n",
                configuration,
                found.violated(),
                found.distinctStates(),
                found.trace(),
                found.took().toSeconds());
        assertThat(found.violated())
                .isEqualTo(configuration.temporal() ? ModelChecker.Found.TEMPORAL : configuration.expected());
    }

    @Test
    void everyMutantIsThereAndIsToBeCaught() throws IOException {
        var mutants = new ArrayList<Configuration>(Configuration.in(MODELS.resolve("mutants"), MODELS));
        mutants.addAll(Configuration.in(MODELS.resolve("long"), MODELS).stream()
                .filter(one -> one.name().startsWith("M"))
                .toList());
        assertThat(mutants)
                .hasSize(MUTANTS)
                .noneMatch(mutant -> mutant.expected().equals(Configuration.NO_ERROR));
    }
}
