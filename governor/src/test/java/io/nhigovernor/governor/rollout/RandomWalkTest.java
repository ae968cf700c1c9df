package io.nhigovernor.governor.rollout;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Two thousand short lives; a failure prints its seed, and {@code -Dwalk.seed=N} tells that one alone, from its beginning. */
class RandomWalkTest {
    private static final int LIVES = 2_000;
    private static final int TAIL = 60;

    @Test
    void inAnyOrderOfWordsAnswersAndFaultsThePromisesHoldAndAHaltComesToRest() {
        long only = Long.getLong("walk.seed", -1);
        long from = only < 0 ? 0 : only;
        long to = only < 0 ? LIVES : only + 1;
        RandomLives.firstBreak(from, to).ifPresent(found -> {
            List<String> told = found.told();
            int start = only < 0 ? Math.max(0, told.size() - TAIL) : 0;
            fail("seed " + found.seed() + ": " + found.what() + "\n"
                    + String.join("\n", told.subList(start, told.size())));
        });
    }
}
