package io.nhigovernor.proofs.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.simulation.Coverage;
import io.nhigovernor.governor.simulation.Tally;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Single seeds: those that broke something once, the one a failure names, and what a seed promises. */
class OneSeedTest {
    @TestFactory
    Stream<DynamicTest> whatBrokeOnceHolds() {
        return States.lines("corpus.txt").map(line -> {
            List<String> words = List.of(line.split("\\s+"));
            World world = World.of(words.get(0));
            long seed = Long.parseLong(words.get(1));
            return DynamicTest.dynamicTest(line, () -> holds(world, seed));
        });
    }

    /** {@code -Dworld=dense -Dseed=73}: tells that one, shrunk if it fails. */
    @Test
    void theSeedThatWasAskedForHolds() {
        long seed = Long.getLong("seed", 1);
        holds(World.of(System.getProperty("world", "dense")), seed);
    }

    private static void holds(World world, long seed) {
        World.Life life = world.live(seed, Optional.empty(), new Tally(), new Coverage());
        life.failed().ifPresent(failure -> {
            throw new AssertionError(Retelling.of(world, seed, failure), failure);
        });
    }

    @Test
    void theSameSeedIsTheSameWorld() {
        for (World world : World.values()) {
            assertThat(trace(world, 7)).isEqualTo(trace(world, 7)).isNotEqualTo(trace(world, 8));
        }
    }

    private static long trace(World world, long seed) {
        return world.live(seed, Optional.empty(), new Tally(), new Coverage()).trace();
    }

    @Test
    void tellingALifeDoesNotChangeIt() {
        World.Life told = World.DENSE.live(7, Optional.of(Retelling.everything()), new Tally(), new Coverage());
        assertThat(told.trace()).isEqualTo(trace(World.DENSE, 7));
        assertThat(told.told()).isNotEmpty();
    }

    @Test
    void whatIsNotNeededForAFailureIsLeftOut() {
        var fired = new BitSet();
        fired.set(0, 500);
        BitSet smallest = Shrinking.smallest(fired, only -> only.get(17) && only.get(401));
        assertThat(smallest.stream().boxed().toList()).containsExactly(17, 401);
    }
}
