package io.nhigovernor.governor.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StateDiagramTest {
    private static final Path PAGE = Path.of("..", "docs", "state-machine.md");

    @Test
    void thePageShowsTheArrowsAsTheyAreDrawn() throws IOException {
        if (Boolean.getBoolean("scenarios.rewrite")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, StateDiagram.page());
        }
        assertThat(Files.readString(PAGE))
                .as("docs/state-machine.md; -Dscenarios.rewrite=true draws it anew")
                .isEqualTo(StateDiagram.page());
    }

    @Test
    void everyArrowAppearsWithItsReason() {
        for (Transitions.Arrow arrow : Transitions.all()) {
            assertThat(StateDiagram.page()).contains(arrow.from() + " --> " + arrow.to() + " : ");
        }
    }
}
