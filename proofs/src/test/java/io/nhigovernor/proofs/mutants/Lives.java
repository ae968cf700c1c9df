package io.nhigovernor.proofs.mutants;

import io.nhigovernor.governor.rollout.RandomLives;
import java.util.Optional;
import java.util.function.BiFunction;

/** Random lives on the core that this class was loaded with. It is spoken to from outside, so in words of the JDK only. */
public final class Lives implements BiFunction<Long, Long, Optional<String>> {
    /** @return the first life from {@code from} to before {@code to} that breaks a promise, and how, in one line */
    @Override
    public Optional<String> apply(Long from, Long to) {
        return RandomLives.firstBreak(from, to)
                .map(found -> "walk.seed=" + found.seed() + ": "
                        + found.what()
                                .lines()
                                .findFirst()
                                .orElse("")
                                .replaceAll("\\[.*", "")
                                .replace("|", "/"));
    }
}
