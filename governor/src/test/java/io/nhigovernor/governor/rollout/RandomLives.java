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
            if (broken(new RandomWalk(seed, false)).isPresent()) {
                var told = new RandomWalk(seed, true);
                String what = broken(told).orElse("it does not break when told");
                return Optional.of(new Break(seed, what, List.copyOf(told.told())));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> broken(RandomWalk life) {
        try {
            life.walk();
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
