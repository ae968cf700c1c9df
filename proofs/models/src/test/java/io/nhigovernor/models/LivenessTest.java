package io.nhigovernor.models;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One of the configurations of {@link ModelsTest}, which takes as long as all others. */
@Execution(ExecutionMode.CONCURRENT)
class LivenessTest {
    @Test
    void everyRolloutEndsAndARestoreThatWasAskedForHappens() throws Exception {
        Path models = Path.of("").toAbsolutePath();
        for (var configuration : Configuration.in(models, models)) {
            if (configuration.name().equals(ModelsTest.LIVENESS)) {
                ModelsTest.check(configuration);
                return;
            }
        }
        throw new AssertionError("there is no configuration " + ModelsTest.LIVENESS);
    }

    @AfterAll
    static void report() throws IOException {
        ModelsTest.report();
    }
}
