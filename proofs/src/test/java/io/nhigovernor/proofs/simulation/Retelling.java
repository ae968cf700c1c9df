package io.nhigovernor.proofs.simulation;

import io.nhigovernor.governor.simulation.Broken;
import io.nhigovernor.governor.simulation.Coverage;
import io.nhigovernor.governor.simulation.Tally;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A failing seed as a human can read it: one command, the least that must happen, and what followed. */
final class Retelling {
    private static final int TAIL = 120;

    private Retelling() {}

    static String command(World world, long seed) {
        return "./mvnw -Pproofs -pl proofs -am -Dtest=OneSeedTest -Dsurefire.failIfNoSpecifiedTests=false -Dworld="
                + world.word() + " -Dseed=" + seed + " test";
    }

    /** Lives the seed again, shrinks what happened in it, and tells the smallest life that fails in the same way. */
    static String of(World world, long seed, Throwable failure) {
        String kind = kind(failure);
        World.Life first = world.live(seed, Optional.of(everything()), new Tally(), new Coverage());
        if (first.failed().isEmpty()) {
            return failure.getMessage() + "\n(it does not fail when told: " + command(world, seed) + ")";
        }
        BitSet smallest = Shrinking.smallest(
                first.chances().fired(),
                only -> world.live(seed, Optional.of(only), new Tally(), new Coverage())
                        .failed()
                        .map(Retelling::kind)
                        .filter(kind::equals)
                        .isPresent());
        World.Life told = world.live(seed, Optional.of(smallest), new Tally(), new Coverage());
        List<String> lines = told.told();
        return failure.getMessage() + "\nagain: " + command(world, seed) + "\nthe least that must happen ("
                + smallest.cardinality() + " of " + first.chances().fired().cardinality() + "):\n"
                + told.chances().story().stream()
                        .map(fired -> "  " + fired.number() + " " + fired.disturbance() + " " + fired.what())
                        .collect(Collectors.joining("\n"))
                + "\nthe end of it:\n  "
                + String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()))
                + "\n" + told.failed().map(Throwable::getMessage).orElse("");
    }

    static BitSet everything() {
        var all = new BitSet();
        all.set(0, 10_000_000);
        return all;
    }

    private static String kind(Throwable failure) {
        return failure instanceof Broken broken
                ? broken.invariant()
                : failure.getClass().getSimpleName();
    }
}
