package io.nhigovernor.proofs.simulation;

import io.nhigovernor.governor.engine.EngineWorld;
import io.nhigovernor.governor.rollout.DenseWorld;
import io.nhigovernor.governor.simulation.Chances;
import io.nhigovernor.governor.simulation.Coverage;
import io.nhigovernor.governor.simulation.Tally;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Two levels of worlds. Both are whole lives from one seed. */
enum World {
    /** The pure rollout machine, rollout after rollout. */
    DENSE {
        @Override
        Life live(long seed, Optional<BitSet> only, Tally tally, Coverage coverage) {
            var world = new DenseWorld(seed, only, tally, coverage);
            return Life.of(() -> world.live(ROLLOUTS), world::trace, world.chances(), world::told);
        }
    },
    /** The whole core with its store, lanes, telemetry and judge, in virtual time. */
    ENGINE {
        @Override
        Life live(long seed, Optional<BitSet> only, Tally tally, Coverage coverage) {
            var world = new EngineWorld(seed, only, tally);
            return Life.of(world::live, world::trace, world.chances(), world::told);
        }
    };

    private static final int ROLLOUTS = 6;

    abstract Life live(long seed, Optional<BitSet> only, Tally tally, Coverage coverage);

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static World of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** How a life went. @param failed what it broke, if it broke something */
    record Life(long trace, Chances chances, List<String> told, Optional<Throwable> failed) {
        static Life of(
                Runnable lives,
                java.util.function.LongSupplier trace,
                Chances chances,
                java.util.function.Supplier<List<String>> told) {
            Optional<Throwable> failed = Optional.empty();
            try {
                lives.run();
            } catch (RuntimeException | AssertionError e) {
                failed = Optional.of(e);
            }
            return new Life(trace.getAsLong(), chances, told.get(), failed);
        }
    }
}
