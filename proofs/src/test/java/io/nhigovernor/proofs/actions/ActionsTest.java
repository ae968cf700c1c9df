package io.nhigovernor.proofs.actions;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.rollout.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code and model speak of the same effects: what one of them does and the other has no name for was never checked. */
class ActionsTest {
    private static final Path MODEL = Path.of("models", "Governor.tla");
    private static final Pattern EFFECT = Pattern.compile("\\[\\] m\\.op = \"(\\w+)\"|CASE m\\.op = \"(\\w+)\"");

    @Test
    void everyOperationOfTheCoreIsAnActionOfTheModel() throws IOException {
        assertThat(actions(List.of(Operation.values()))).isSubsetOf(effectsOfTheModel());
    }

    @Test
    void everyEffectOfTheModelIsDoneBySomeOperation() throws IOException {
        assertThat(effectsOfTheModel()).isNotEmpty().isSubsetOf(actions(List.of(Operation.values())));
    }

    private static Set<String> actions(List<Operation> operations) {
        return operations.stream().map(Operation::action).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a request does when it arrives: the cases of {@code Apply}. */
    private static Set<String> effectsOfTheModel() throws IOException {
        return EFFECT.matcher(Files.readString(MODEL))
                .results()
                .flatMap(ActionsTest::named)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> named(MatchResult result) {
        return Stream.of(1, 2).map(result::group).filter(name -> name != null);
    }
}
