package io.nhigovernor.governor.rollout;

import java.util.List;
import java.util.Optional;

/** Many random lives one after the other, for proofs outside this package. */
public final class RandomLives {
    private RandomLives() {}

    /**
     * What breaks first.
     *
     * @param told the life's last events, oldest first
     */
    public record Break(long seed, String what, List<String> told) {}

    /** The first life from {@code from} to before {@code to} in which a promise does not hold. */
    public static Optional<Break> firstBreak(long from, long to) {
        for (long seed = from; seed < to; seed++) {
            var walk = new RandomWalk(seed);
            try {
                walk.walk();
            } catch (RuntimeException | AssertionError e) {
                return Optional.of(new Break(seed, String.valueOf(e.getMessage()), List.copyOf(walk.told())));
            }
        }
        return Optional.empty();
    }
}
