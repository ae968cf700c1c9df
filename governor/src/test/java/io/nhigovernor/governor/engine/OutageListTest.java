package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/proofs/outages.md to the scenarios that are there. */
class OutageListTest {
    private static final List<Class<?>> SUITES =
            List.of(AdoptionOutagesTest.class, EvidenceOutagesTest.class, ProtocolOutagesTest.class);

    private static List<String[]> rows() throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "proofs", "outages.md")).stream()
                .filter(line -> line.startsWith("| PM-"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toArray(String[]::new))
                .toList();
    }

    @Test
    void everyOutageIsListedAndThoseTheProtocolCoversAreToldTwice() throws IOException {
        assertThat(rows()).hasSize(29);
        List<String> told = rows().stream()
                .filter(row -> row[3].equals("protocol"))
                .map(row -> row[4])
                .toList();
        assertThat(told).hasSize(19);
        List<String> there = SUITES.stream()
                .flatMap(suite -> Stream.of(suite.getDeclaredClasses())
                        .filter(scenario -> scenario.getSimpleName().startsWith("Pm"))
                        .map(scenario -> "`" + suite.getSimpleName() + "." + scenario.getSimpleName() + "`"))
                .toList();
        assertThat(told).containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void everyScenarioHasBothHalves() {
        SUITES.stream()
                .flatMap(suite -> Stream.of(suite.getDeclaredClasses()))
                .filter(scenario -> scenario.getSimpleName().startsWith("Pm"))
                .forEach(scenario -> assertThat(Stream.of(scenario.getDeclaredMethods())
                                .filter(method -> method.isAnnotationPresent(Test.class))
                                .map(method -> method.getName()))
                        .as(scenario.getSimpleName())
                        .containsExactlyInAnyOrder("theNaiveStrategyReproducesIt", "theGovernorSurvivesIt"));
    }
}
