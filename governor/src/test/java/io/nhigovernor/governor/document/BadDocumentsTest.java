package io.nhigovernor.governor.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.plan.Inventory;
import io.nhigovernor.spi.ConnectorFactory.SettingProblem;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sample under {@code documents/bad} has beside it every problem it must be refused with, in order. */
class BadDocumentsTest {
    private static final Path SAMPLES = Path.of("src/test/resources/documents/bad");

    @ParameterizedTest
    @MethodSource("samples")
    void aBadFileIsRefusedWithEveryProblemAtItsPlace(Path sample) throws IOException {
        List<String> expected = Files.readAllLines(expected(sample));
        assertThat(problems(sample).stream().map(BadDocumentsTest::line)).containsExactlyElementsOf(expected);
    }

    @Test
    void everyProblemCodeHasASample() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path sample : samples().toList()) {
            lines.addAll(Files.readAllLines(expected(sample)));
        }
        for (ProblemCode code : ProblemCode.values()) {
            assertThat(lines).as(code.name()).anyMatch(line -> line.startsWith(code.code()));
        }
    }

    @Test
    void filesAreReportedTogetherAndNothingOfThemIsApplied() throws IOException {
        var good = new SourceFile(
                "good.yaml", Files.readAllBytes(Path.of("src/test/resources/documents/good/world.yaml")));
        var bad =
                new SourceFile("bad.yaml", "kind: Identity\nid: x\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var answer = Documents.apply(List.of(bad, good, bad), Inventory.EMPTY, credential -> List.of());
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Documents.Apply.Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .extracting(Problem::code)
                                .contains(ProblemCode.MISSING_FIELD, ProblemCode.DUPLICATE));
    }

    static Stream<Path> samples() throws IOException {
        return Files.list(SAMPLES)
                .filter(path -> !path.toString().endsWith(".expected"))
                .sorted();
    }

    private static List<Problem> problems(Path sample) throws IOException {
        var file = new SourceFile(sample.getFileName().toString(), Files.readAllBytes(sample));
        return switch (Documents.apply(List.of(file), Inventory.EMPTY, BadDocumentsTest::settings)) {
            case Documents.Apply.Applied applied -> List.of();
            case Documents.Apply.Rejected rejected -> rejected.problems();
        };
    }

    /** Knows one connector, {@code local}, which has no settings. */
    private static List<SettingProblem> settings(Credential credential) {
        return Stream.concat(section("verifier", credential.verifier()), section("delivery", credential.delivery()))
                .toList();
    }

    private static Stream<SettingProblem> section(String name, ConnectorSettings settings) {
        return settings.connector().equals("local")
                ? settings.settings().keySet().stream().map(key -> new SettingProblem(name, key, "not known"))
                : Stream.of(new SettingProblem(name, "connector", "there is no such connector"));
    }

    private static Path expected(Path sample) {
        return sample.resolveSibling(sample.getFileName().toString().replaceAll("\\.[a-z]+$", ".expected"));
    }

    private static String line(Problem problem) {
        return problem.code().code() + " " + problem.line() + ":" + problem.column() + " " + problem.field() + " | "
                + problem.remedy();
    }
}
